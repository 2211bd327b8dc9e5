// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/forge/spec_reader.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

/// Bundles of the size of real products, for measuring.
namespace nei::bench {

enum class Platform { macos, ios };

/// How large a bundle is.
struct Shape {
    std::string name;
    Platform platform = Platform::macos;
    std::size_t items = 0;        ///< code items, the app among them
    std::size_t resources = 0;    ///< files that are neither code nor about code
    std::uint64_t code_bytes = 0; ///< of all executables together, before they are signed
    std::size_t other_code = 0;   ///< nested items whose code is not that of the shape without this
};

/// The spec of a signed app of this shape, for the forge: the same shape gives the same bytes.
forge::Json spec_of(const Shape& shape);

/// File names of what make_inputs writes.
struct Inputs {
    std::filesystem::path app, many_items_app, ipa;
    std::filesystem::path other_app, other_many_items_app; ///< to compare with: ten items have other code
    std::filesystem::path roots;                           ///< certificates that their signatures lead to, PEM
};
Inputs inputs_in(const std::filesystem::path& folder);

enum class Scale {
    full,  ///< 1 GB each
    small, ///< some hundred kilobytes: to see whether the measuring works
};

/// Forges all inputs into `folder`; what is there already is kept.
Inputs make_inputs(const std::filesystem::path& folder, Scale scale);

} // namespace nei::bench
