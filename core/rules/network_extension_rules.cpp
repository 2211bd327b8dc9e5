// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/rule.h"
#include "core/rules/sources.h"

#include <algorithm>
#include <set>

/// The networkextension entitlement: its values, their form, and who has to claim them.
namespace nei::rules {
namespace {

constexpr std::string_view repackage =
    " Signing again will not be enough: with Developer ID the provider has to be a system extension.";

/// Whether Developer ID meets an app extension here, so that the packaging has to change as well.
bool packaged_for_the_store(const Facts& facts, const ItemFacts& item) {
    if (item.provider && item.app_extension()) return true;
    return std::ranges::any_of(item.providers, [&](std::size_t at) { return facts.at(at).app_extension(); });
}

void suffix_missing(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.mac || !item.runs() || item.network_extension.empty() || !facts.developer_id(item)) continue;
        if (item.store_signed() && !facts.meant_for(item, Distribution::developer_id)) continue;
        std::vector<std::string> plain, wanted;
        for (const std::string& value : item.network_extension) {
            const std::string suffixed = suffixed_value(value);
            if (suffixed.empty() || suffixed == value) continue;
            plain.push_back(value);
            wanted.push_back(suffixed);
        }
        if (plain.empty()) continue;
        Draft& draft = report.add(item,
                                  fmt::format("{} claims {}, but Developer ID allows only {}.", facts.name(item),
                                              listed(plain), listed(wanted)),
                                  std::string(ne::network_extension_entitlement));
        draft.clause = fmt::format("Developer ID does not allow {} without -systemextension", listed(plain));
        draft.finding.facts = facts_of({{"claimed", array_of(item.network_extension)},
                                        {"wanted", array_of(wanted)},
                                        {"key", ne::network_extension_entitlement}});
        if (packaged_for_the_store(facts, item)) draft.finding.fix += repackage;
    }
}

void suffix_outside(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        std::vector<std::string> suffixed, wanted;
        for (const std::string& value : item.network_extension)
            if (value.ends_with(system_extension_suffix)) {
                suffixed.push_back(value);
                wanted.push_back(plain_value(value));
            }
        if (suffixed.empty()) continue;
        const bool developer_id = facts.developer_id(item);
        const bool appex = item.app_extension();
        // Unsigned by anybody known and for nothing in particular: then nobody can say which form is right.
        if (!appex && (developer_id || !item.distribution)) continue;
        Draft& draft = report.add(
            item,
            appex && developer_id
                ? fmt::format("{} is an app extension and claims {}, which is for system extensions.", facts.name(item),
                              listed(suffixed))
                : fmt::format("{} claims {}, which is for Developer ID only.", facts.name(item), listed(suffixed)),
            std::string(ne::network_extension_entitlement));
        draft.clause = fmt::format("{} is for Developer ID only", listed(suffixed));
        draft.finding.facts = facts_of({{"claimed", array_of(item.network_extension)},
                                        {"wanted", array_of(wanted)},
                                        {"key", ne::network_extension_entitlement}});
        if (appex && developer_id) {
            // The profile agrees, so the process starts; the packaging is what NetworkExtension refuses.
            draft.stage = Stage::provider;
            draft.finding.follows_from = "appex-not-supported-for-developer-id";
            draft.clause = "an app extension cannot use values for system extensions";
        }
    }
}

/// Values that the extension points of a provider need, in their plain form.
std::set<std::string> needed_values(const ItemFacts& item) {
    const ne::Knowledge& knowledge = ne::Knowledge::builtin();
    std::set<std::string> values;
    for (const bundle::ProviderPoint& point : item.item->provider->extension_points) {
        const auto* known = knowledge.extension_point(point.identifier);
        const auto* kind = known ? knowledge.provider(known->provider) : nullptr;
        if (kind && !kind->entitlement_value.empty()) values.insert(kind->entitlement_value);
    }
    return values;
}

void missing_value(const Facts& facts, const ItemFacts& item, const ItemFacts& provider,
                   const std::set<std::string>& needed, std::set<std::pair<std::size_t, std::string>>& said,
                   Report& report) {
    // Of code that is not signed, or not readably, nothing is known to be missing.
    if (!item.signed_code() || item.simulator) return;
    for (const std::string& value : needed) {
        const bool claimed = std::ranges::any_of(item.network_extension,
                                                 [&](const std::string& one) { return plain_value(one) == value; });
        if (claimed || !said.emplace(item.index, value).second) continue;
        const bool suffix = item.mac && facts.developer_id(item) && !suffixed_value(value).empty();
        const std::string wanted = suffix ? suffixed_value(value) : value;
        Draft& draft =
            report.add(item,
                       item.index == provider.index ? fmt::format("{} does not claim {}, which a {} needs.",
                                                                  facts.name(item), wanted, facts.what(item))
                                                    : fmt::format("{} does not claim {}, which an app with a {} needs.",
                                                                  facts.name(item), wanted, facts.what(provider)),
                       value);
        draft.clause = fmt::format("it does not claim {}", wanted);
        draft.finding.facts = facts_of({{"value", wanted},
                                        {"claimed", array_of(item.network_extension)},
                                        {"key", ne::network_extension_entitlement}});
        if (value == "app-push-provider")
            draft.finding.fix =
                "Ask Apple for the local push entitlement for your team, switch it on for the App IDs of "
                "app and extension, and make new profiles; or leave the extension out of the build.";
    }
}

void missing_ne_entitlement(const Facts& facts, Report& report) {
    std::set<std::pair<std::size_t, std::string>> said;
    for (const ItemFacts& item : facts.items()) {
        if (!item.provider) continue;
        const std::set<std::string> needed = needed_values(item);
        missing_value(facts, item, item, needed, said, report);
        if (const ItemFacts* app = facts.container(item)) missing_value(facts, *app, item, needed, said, report);
    }
}

} // namespace

std::vector<Rule> network_extension_rules() {
    return {
        {.id = "ne-entitlement-suffix-missing-for-developer-id",
         .severity = Severity::blocker,
         .stage = Stage::entitlement,
         .title = "A Developer ID signature or profile meets a networkextension value without -systemextension.",
         .clause = "Developer ID does not allow its networkextension values",
         .why =
             "Profiles for Developer ID allow the networkextension values that end in -systemextension, and never the "
             "plain ones, which are for development and the App Store. A claim that the profile does not allow makes "
             "the kernel kill the process.",
         .fix =
             "For Developer ID, sign app and provider with the values that end in -systemextension. The Direct "
             "Distribution export of Xcode does not change them: sign the exported app again by hand. For daily work "
             "sign with Apple Development and the plain values.",
         .sources = {sources::developer_id_export, sources::network_extension_entitlement},
         .causes = {},
         .check = suffix_missing},
        {.id = "ne-entitlement-suffix-used-outside-developer-id",
         .severity = Severity::blocker,
         .stage = Stage::entitlement,
         .title = "A -systemextension value is used in a development, TestFlight or App Store build, or in an app "
                  "extension.",
         .clause = "its networkextension values are for Developer ID only",
         .why = "Only profiles for Developer ID allow these values, and only to system extensions.",
         .fix = "Claim the value without -systemextension for development, TestFlight and the App Store.",
         .sources = {sources::network_extension_entitlement, sources::developer_id_export},
         .causes = {},
         .check = suffix_outside},
        {.id = "missing-ne-entitlement",
         .severity = Severity::blocker,
         .stage = Stage::install,
         .title = "The app or the provider does not claim the networkextension value that its provider type needs.",
         .clause = "it does not claim the networkextension value that it needs",
         .why = "Both the app and its provider need the value: the app to manage configurations, the provider to be "
                "started. The App Store says \"Missing Entitlement\" (90525).",
         .fix =
             "Add the Network Extensions capability to both targets, for every build configuration, and look into the "
             "signature, not the entitlements file.",
         .sources = {sources::network_extension_entitlement},
         .causes = {},
         .check = missing_ne_entitlement},
    };
}

} // namespace nei::rules
