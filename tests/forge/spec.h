// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/forge/identities.h"
#include "tests/forge/spec_reader.h"
#include "tests/forge/tree.h"

#include <filesystem>

/// Specs: JSON that says how a bundle differs from a correct one. tests/forge/README.md describes the format.
namespace nei::forge {

/// What a spec makes, in memory.
struct ForgedTree {
    Tree tree;
    std::string main;            ///< path of the outermost item, empty where there are several
    std::vector<Bytes> cdhashes; ///< of the outermost item and all in it
    SignerSpec signer;           ///< of the outermost item
    Timestamp date{};            ///< when all of it was signed
};

/// `large_files`: a folder for the content of large files, see Tree; none: everything is in memory.
ForgedTree forge_tree(const Json& spec, const std::filesystem::path& large_files = {});

/// Writes what the spec describes to `out`: an archive where that ends in .zip, .ipa, .pkg, .tar or one of tar's
/// compressed endings, else into that folder (made where missing; only what the spec writes is replaced). Returns what
/// to open: the archive, or the bundle. Throws SpecError with a sentence.
std::filesystem::path write_bundle(const Json& spec, const std::filesystem::path& out);

/// The package or tar that the spec describes, in memory; `name` says which. Nothing where it is neither's.
std::optional<Bytes> archive_bytes(const Json& spec, const std::string& name);

/// Reads a spec; `//` comments are allowed.
Json read_spec(const std::filesystem::path& path);

} // namespace nei::forge
