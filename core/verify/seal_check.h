// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/files.h"
#include "core/source/file_tree.h"
#include "core/verify/file_pass.h"
#include "core/verify/integrity.h"

#include <vector>

/// The resource seal against the files that are there.
namespace nei::verify {

/// A sealed file whose bytes are to be held against its hash.
struct SealedFile {
    std::size_t entry = 0;                               ///< index in FileTree::entries()
    DigestAlgorithm algorithm = DigestAlgorithm::sha256; ///< SHA-1 where the seal has no other hash
    Bytes hash;                                          ///< as the seal has it
};

/// Nested code that a seal names.
struct SealedCode {
    std::string path;                ///< in the source
    std::string requirement;         ///< as text; empty where there is none
    std::optional<std::size_t> item; ///< index in Bundle::items; nothing where no code item is there any more
};

/// What a seal says, apart from the list of files, which takes much more room.
struct SealCheck {
    std::vector<VerifyError> errors; ///< without those that take the files' bytes, or nested code, to tell
    std::vector<SealedFile> files;
    std::vector<SealedCode> code;

    /// Adds an error. Beyond limits::seal_errors the last one says that there are more.
    void add(VerifyError error);
};

/// Files added and missing, links that lead elsewhere, rules that leave out what they must not (resources.cpp and
/// StaticCode.cpp, Apple Security), and a seal that could not be read.
SealCheck check_seal(const source::FileTree& tree, const bundle::Bundle& bundle, const bundle::FileList& list);

/// What is to be said of a sealed file after it was read; nothing where it is as it was sealed. `job` is null where
/// nothing was read.
std::optional<VerifyError> check_sealed_file(const source::FileTree& tree, const SealedFile& file, const FileJob* job);

} // namespace nei::verify
