// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/resource_seal.h"

#include "core/plist/member_counts.h"
#include "core/plist/property_list.h"

namespace nei::signature {
namespace {

/// `count` gives the number of members of the dictionary that has this name; nothing where there is none.
template <class Count>
Result<SealSummary> summarise(Count count) {
    std::optional<std::size_t> rules = count("rules2"), files = count("files2");
    if (rules && files) return SealSummary{2, *rules, *files};
    rules = count("rules");
    files = count("files");
    if (!rules && !files)
        return fail(ErrorCode::malformed, "CodeResources holds neither rules nor files, so it seals nothing. Sign the "
                                          "bundle again.");
    return SealSummary{1, rules.value_or(0), files.value_or(0)};
}

} // namespace

Result<SealSummary> summarise_seal(const plist::Value& code_resources) {
    return summarise([&](std::string_view name) -> std::optional<std::size_t> {
        const plist::Value* value = code_resources.find(name);
        const plist::Dictionary* dictionary = value ? value->dictionary() : nullptr;
        return dictionary ? std::optional(dictionary->size()) : std::nullopt;
    });
}

Result<SealSummary> read_seal_summary(ByteView code_resources) {
    if (const auto counts = plist::count_members(code_resources))
        return summarise([&](std::string_view name) -> std::optional<std::size_t> {
            const auto found = counts->find(name);
            return found != counts->end() ? std::optional(found->second) : std::nullopt;
        });
    const auto document = plist::parse(code_resources);
    if (!document) return std::unexpected(document.error());
    return summarise_seal(document->value);
}

} // namespace nei::signature
