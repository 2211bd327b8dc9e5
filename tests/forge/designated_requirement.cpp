// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/designated_requirement.h"

#include "core/base/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace nei::forge {
namespace {

constexpr std::string_view developer_id_test =
    "certificate 1[field.1.2.840.113635.100.6.2.6] /* exists */ and "
    "certificate leaf[field.1.2.840.113635.100.6.1.13] /* exists */ and certificate leaf[subject.OU] = ";
constexpr std::string_view store_test = "certificate leaf[field.1.2.840.113635.100.6.1.9] /* exists */";

} // namespace

std::string requirement_word(std::string_view value) {
    static constexpr std::array<std::string_view, 28> keywords{
        "absent",      "always",     "anchor",      "and",    "apple",  "cdhash",    "cert",
        "certificate", "designated", "entitlement", "exists", "false",  "generic",   "guest",
        "host",        "identifier", "info",        "leaf",   "legacy", "library",   "never",
        "notarized",   "or",         "platform",    "plugin", "root",   "timestamp", "true"};
    const bool simple = !value.empty() && std::isdigit(static_cast<unsigned char>(value[0])) == 0 &&
                        std::ranges::all_of(value, [](unsigned char c) { return std::isalnum(c) != 0; }) &&
                        std::ranges::find(keywords, value) == keywords.end() && value != "trusted";
    if (simple) return std::string(value);
    std::string quoted = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "\"";
}

std::string designated_requirement(const Identity* identity, std::string_view identifier, std::string_view team) {
    if (identity == nullptr) return {};
    const std::string name = requirement_word(identifier);
    const CertificateSpec& leaf = identity->leaf().spec;
    const std::string unit = requirement_word(team);
    switch (identity->kind) {
    case SignerKind::developer_id:
    case SignerKind::developer_id_installer:
        return fmt::format("anchor apple generic and identifier {} and ({} or {}{})", name, store_test,
                           developer_id_test, unit);
    case SignerKind::mac_app_store:
        return fmt::format("(anchor apple generic and {} or anchor apple generic and {}{}) and identifier {}",
                           store_test, developer_id_test, unit, name);
    case SignerKind::apple_platform: return fmt::format("identifier {} and anchor apple", name);
    case SignerKind::self_signed:
        return fmt::format("identifier {} and certificate leaf = H\"{}\"", name,
                           to_hex(digest(DigestAlgorithm::sha1, identity->leaf().der)));
    default:
        return fmt::format("identifier {} and anchor apple generic and certificate leaf[subject.CN] = {} and "
                           "certificate 1[field.1.2.840.113635.100.6.2.1] /* exists */",
                           name, requirement_word(leaf.subject.common_name));
    }
}

std::string cdhash_requirement(const std::vector<Bytes>& cdhashes) {
    std::string text;
    for (const Bytes& cdhash : cdhashes)
        text += fmt::format("{}cdhash H\"{}\"", text.empty() ? "" : " or ", to_hex(cdhash));
    return text;
}

} // namespace nei::forge
