// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/plist/der.h"
#include "core/plist/property_list.h"
#include "core/signature/signature.h"

#include <fmt/format.h>

namespace nei::signature {
namespace {

void note(Problems& problems, std::string code, std::string message) {
    problems.push_back({std::move(code), "", std::move(message), ProblemSeverity::error});
}

bool fits(ByteView bytes, std::string_view form, Problems& problems) {
    if (bytes.size() <= limits::entitlement_bytes) return true;
    note(problems, "entitlements-too-large",
         fmt::format("The {} entitlements have {} bytes; more than {} are not read.", form, bytes.size(),
                     limits::entitlement_bytes));
    return false;
}

std::optional<plist::Value> dictionary(plist::Value value, std::string_view form, Problems& problems) {
    if (value.dictionary()) return value;
    note(problems, "entitlements-malformed",
         fmt::format("The {} entitlements are a property list of type {}, not a dictionary; macOS ignores them.", form,
                     value.type_name()));
    return std::nullopt;
}

void read_xml(ByteView bytes, Entitlements& entitlements) {
    if (!fits(bytes, "XML", entitlements.problems)) return;
    entitlements.xml_text = as_text(bytes);
    auto document = plist::parse(bytes);
    if (!document) {
        note(entitlements.problems, "entitlements-malformed",
             "The XML entitlements cannot be read. " + document.error().message);
        return;
    }
    entitlements.xml_trailing_text = document->trailing_text;
    entitlements.xml = dictionary(std::move(document->value), "XML", entitlements.problems);
}

void read_der(ByteView bytes, Entitlements& entitlements) {
    if (!fits(bytes, "DER", entitlements.problems)) return;
    auto value = plist::parse_der_dictionary(bytes);
    if (value)
        entitlements.der = dictionary(std::move(*value), "DER", entitlements.problems);
    else
        note(entitlements.problems, "entitlements-malformed",
             "The DER entitlements cannot be read. " + value.error().message);
}

} // namespace

Entitlements parse_entitlements(std::optional<ByteView> xml, std::optional<ByteView> der) {
    Entitlements entitlements;
    if (xml) read_xml(*xml, entitlements);
    if (der) read_der(*der, entitlements);
    return entitlements;
}

const plist::Value& Entitlements::effective() const {
    static const plist::Value nothing;
    if (der) return *der;
    return xml ? *xml : nothing;
}

bool Entitlements::agree() const {
    return !xml || !der || *xml == *der;
}

} // namespace nei::signature
