// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/error.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nei::source {

/// An element of a small XML document, read whole. Names are without prefix: which namespace they come from does not
/// matter to the formats that are read here.
struct XmlElement {
    std::string name;
    std::vector<std::pair<std::string, std::string>> attributes; ///< in the order of the document
    std::string text; ///< directly inside, without that of children; white space around it left out
    std::vector<XmlElement> children;

    /// Null where there is none.
    const std::string* attribute(std::string_view wanted) const;
    /// The first child of this name; null where there is none.
    const XmlElement* child(std::string_view wanted) const;
    /// Text of the attribute or child; empty where there is none.
    std::string_view attribute_text(std::string_view wanted) const;
    std::string_view child_text(std::string_view wanted) const;
};

/// Reads a document in UTF-8, or UTF-16 with a byte order mark, within limits::xml_*. What declares entities or other
/// parts of its own document type is refused: nothing is expanded and nothing fetched. `what` names the document in
/// sentences: "The table of contents of `x.pkg`".
Result<XmlElement> parse_xml(ByteView bytes, std::string_view what);

} // namespace nei::source
