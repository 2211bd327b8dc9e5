// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/bundle/bundle.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// One search box for everything that is known of a bundle.
namespace nei::bundle {

/// Where a text was found. Hits come in this order.
enum class Place { item, info_plist, entitlement, profile, signature, library, file };
std::string_view slug(Place place);

/// One place that contains the text.
struct Hit {
    std::optional<std::size_t> item; ///< index in Bundle::items; none for files that belong to no item
    Place place = Place::item;
    enum class Side { none, claimed, allowed } side = Side::none; ///< of an entitlement: by whom
    /// What contains it or has a value that does: keys of a property list joined by ':', else a field in words,
    /// "version". Empty for files.
    std::string key;
    std::string value; ///< where it is long, the part around the text
    std::string path;  ///< file in the source that says so

    bool operator==(const Hit&) const = default;
};
std::string_view slug(Hit::Side side);

struct Hits {
    std::vector<Hit> hits; ///< by place, then in the order of items, then as the bundle has them
    bool more = false;     ///< there are more than were asked for, or the search was stopped
};

/// Looks for `text` in names, identifiers, versions, property lists, entitlements, profiles, signatures, libraries and,
/// where `tree` is given, paths of files: as part of a longer text, capital or small ASCII letters alike. Other letters
/// are compared byte by byte. Nothing is found by an empty text. Content of files is not read.
Hits search(const source::FileTree* tree, const Bundle& bundle, std::string_view text, std::size_t most,
            const TaskControl& control = {});

} // namespace nei::bundle
