// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/scan.h"

#include <map>

namespace nei::bundle {

/// A Mach-O file, with the signature of each of its slices.
struct CodeFile {
    macho::MachO code;
    std::vector<std::optional<signature::Signature>> signatures; ///< one for each slice
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
    Problems problems;
};

/// Reads each file of the source once, as far as it matters: the start of every file to tell what it is, and of those
/// that matter what they say. What cannot be read is a problem. An error only when cancelled or when nothing at all
/// can be read.
Result<Collected> collect(const source::FileTree& tree, signature::CertificateCache& certificates,
                          const ScanOptions& options);

} // namespace nei::bundle
