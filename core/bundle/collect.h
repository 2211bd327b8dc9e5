// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/scan.h"

#include <map>

namespace nei::bundle {

/// A Mach-O file, with the signature of each of its slices.
struct CodeFile {
    macho::MachO code;
    std::vector<std::optional<signature::Signature>> signatures; ///< one for each slice
    std::vector<signature::CodePages> pages;                     ///< one for each slice
};

/// Everything that the items of a source are made of, by index of the file in FileTree::entries().
struct Collected {
    std::map<std::size_t, CodeFile> code;
    std::map<std::size_t, plist::Value> info_plists;
    std::map<std::size_t, profile::Profile> profiles;
    std::map<std::size_t, signature::Ticket> tickets;
    std::map<std::size_t, signature::SealSummary> seals;
    std::map<std::size_t, Bytes> signature_files; ///< `_CodeSignature/CodeDirectory` and its kin
    std::map<std::size_t, Error> broken_profiles; ///< named like a profile, and none
    std::map<std::size_t, Problems> problems;
};

enum class Part {
    structure, ///< property lists and profiles: what the tree of bundles is made of, a thousandth of the bytes
    rest,      ///< everything else
    everything,
};

/// Reads each file of this part of the source once, as far as it matters: the start of every file to tell what it is,
/// and of those that matter what they say. Adds it to `collected`, whatever the order in which it was read. What cannot
/// be read is a problem. An error only when cancelled or when nothing at all can be read.
Result<void> collect(const source::FileTree& tree, Part part, signature::CertificateCache& certificates,
                     const ScanOptions& options, Collected& collected);

} // namespace nei::bundle
