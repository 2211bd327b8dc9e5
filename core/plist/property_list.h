// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/plist/value.h"

#include <optional>

namespace nei::plist {

enum class Format { xml, binary };

struct Document {
    Value value;
    Format format = Format::xml;
    /// Text after the closing </plist> is ignored by macOS; some shipped entitlements have it (for example `</xml>`).
    bool trailing_text = false;
};

/// Reads an XML or binary property list of at most limits::plist_bytes, nested at most limits::plist_depth deep.
/// Old-style (OpenStep) and JSON property lists are refused with a sentence that names them.
Result<Document> parse(ByteView bytes);

/// The XML form as Apple's tools write it (tabs, sorted keys, final newline).
std::string to_xml(const Value& value);

} // namespace nei::plist
