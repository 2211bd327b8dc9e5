// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/resource_seal.h"

namespace nei::signature {
namespace {

const plist::Dictionary* dictionary_at(const plist::Value& seal, std::string_view key) {
    const plist::Value* value = seal.find(key);
    return value ? value->dictionary() : nullptr;
}

std::size_t size_of(const plist::Dictionary* dictionary) {
    return dictionary ? dictionary->size() : 0;
}

} // namespace

Result<SealSummary> summarise_seal(const plist::Value& code_resources) {
    const auto* rules = dictionary_at(code_resources, "rules2");
    const auto* files = dictionary_at(code_resources, "files2");
    if (rules && files) return SealSummary{2, rules->size(), files->size()};
    rules = dictionary_at(code_resources, "rules");
    files = dictionary_at(code_resources, "files");
    if (!rules && !files)
        return fail(ErrorCode::malformed, "CodeResources holds neither rules nor files, so it seals nothing. Sign the "
                                          "bundle again.");
    return SealSummary{1, size_of(rules), size_of(files)};
}

} // namespace nei::signature
