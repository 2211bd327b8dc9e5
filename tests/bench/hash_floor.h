// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace nei::bench {

/// What was hashed, and how long that took on all cores.
struct Hashed {
    double seconds = 0;
    std::size_t files = 0;
    std::uint64_t bytes = 0;
};

/// The least work that can tell whether a bundle is as it was signed: code is hashed page by page up to its signature,
/// every other file as a whole, and as a whole also the code that a seal holds as a file; all by SHA-256. What is where
/// is found out beforehand, outside of the time.
Hashed hash_folder(const std::filesystem::path& folder);

/// The same for an archive, where everything has to be inflated first.
Hashed hash_archive(const std::filesystem::path& archive);

/// Instructions of this processor that OpenSSL hashes with: "sha_ni", "sha2", or that there are none.
std::string hash_instructions();

} // namespace nei::bench
