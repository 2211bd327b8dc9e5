// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/rule.h"
#include "core/rules/sources.h"

#include <algorithm>
#include <array>

namespace nei::rules {
namespace {

constexpr std::string_view private_prefix = "com.apple.private.";

/// Whether all that is not permitted is the wrong form of values that the profile has in the other form.
bool only_the_form(const Facts& facts, const ItemFacts& item, const profile::Authorisation& entry) {
    if (entry.key != ne::network_extension_entitlement || !item.mac || entry.not_permitted.empty()) return false;
    const bool developer_id = facts.developer_id(item);
    return std::ranges::all_of(entry.not_permitted, [&](const std::string& value) {
        const bool suffixed = value.ends_with(system_extension_suffix);
        return suffixed ? !developer_id
                        : developer_id && suffixed_value(value) != value && !suffixed_value(value).empty();
    });
}

void not_authorised(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.item->profile || !item.developer_signed() || !item.runs() || item.simulator) continue;
        for (const profile::Authorisation& entry : item.item->authorisation) {
            if (entry.verdict != profile::Verdict::not_allowed || entry.key.starts_with(private_prefix)) continue;
            if (item.mac && entry.key == ne::application_groups_entitlement) continue; // the process runs without them
            if (entry.key == "com.apple.application-identifier" || entry.key == "application-identifier") continue;
            const plist::Value* claimed = item.claim(entry.key);
            const bool values = claimed && claimed->array() && !entry.not_permitted.empty();
            Draft& draft =
                report.add(item,
                           values ? fmt::format("{} claims {} in {}, which its provisioning profile does not allow.",
                                                facts.name(item), listed(entry.not_permitted), entry.key)
                                  : fmt::format("{} claims {}, which its provisioning profile does not allow.",
                                                facts.name(item), entry.key),
                           entry.key);
            draft.clause =
                fmt::format("its profile does not allow {}", values ? listed(entry.not_permitted) : entry.key);
            plist::Dictionary said{{"key", entry.key}, {"not_permitted", array_of(entry.not_permitted)}};
            if (claimed) said.emplace("claimed", *claimed);
            if (entry.allowed) said.emplace("allowed", *entry.allowed);
            draft.finding.facts = std::move(said);
            if (only_the_form(facts, item, entry))
                draft.finding.follows_from = facts.developer_id(item)
                                                 ? "ne-entitlement-suffix-missing-for-developer-id"
                                                 : "ne-entitlement-suffix-used-outside-developer-id";
        }
    }
}

void private_entitlement(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (item.simulator || !item.claims->dictionary() || !item.signature ||
            item.signature->signer_class == signature::SignerClass::apple_platform)
            continue;
        std::vector<std::string> keys;
        for (const auto& [key, value] : *item.claims->dictionary())
            if (key.starts_with(private_prefix)) keys.push_back(key);
        if (keys.empty()) continue;
        report
            .add(item,
                 fmt::format("{} claims {}, which is reserved to Apple's own code.", facts.name(item), listed(keys)),
                 keys.front())
            .finding.facts = facts_of({{"claimed", array_of(keys)}});
    }
}

void managed_entitlement(const Facts& facts, Report& report) {
    constexpr std::array managed{std::string_view("com.apple.developer.networking.HotspotHelper"),
                                 std::string_view("com.apple.developer.networking.multicast"),
                                 std::string_view("com.apple.developer.endpoint-security.client"),
                                 std::string_view("com.apple.developer.system-extension.redistributable")};
    for (const ItemFacts& item : facts.items()) {
        if (item.store_signed()) continue; // Apple looked at it
        std::vector<std::string> claimed;
        for (const std::string_view key : managed)
            if (item.claims_true(key)) claimed.emplace_back(key);
        for (const std::string& value : item.network_extension)
            if (const auto* known = ne::Knowledge::builtin().network_extension_value(value); known && known->by_request)
                claimed.push_back(value);
        if (claimed.empty()) continue;
        report
            .add(item,
                 fmt::format("{} claims {}, which Apple grants to a team on request only.", facts.name(item),
                             listed(claimed)),
                 claimed.front())
            .finding.facts = facts_of({{"claimed", array_of(claimed)}});
    }
}

void xml_der_differ(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        for (const bundle::CodeSlice& slice : item.item->slices) {
            if (!slice.signature || !slice.signature->entitlements || slice.signature->entitlements->agree()) continue;
            Draft& draft = report.add(
                item, fmt::format("The entitlements of {} say one thing as XML and another as DER.", facts.name(item)));
            if (item.item->slices.size() > 1) draft.finding.architecture = slice.code.architecture;
            break; // the slices were signed in one go
        }
    }
}

void get_task_allow(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        const std::string_view key = item.mac ? "com.apple.security.get-task-allow" : "get-task-allow";
        if (!item.claims_true(key) || !item.distribution || item.distribution == Distribution::development) continue;
        report
            .add(item,
                 fmt::format("{} lets debuggers attach ({}) in a build for {}.", facts.name(item), key,
                             display_name(*item.distribution)),
                 std::string(key))
            .finding.facts = facts_of({{"key", key}, {"distribution", slug(*item.distribution)}});
    }
}

void hardened_runtime_exception(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        const bool concerned = item.provider || item.system_extension() || !item.providers.empty();
        if (!item.mac || !concerned || !item.claims->dictionary()) continue;
        std::vector<std::string> keys;
        for (const auto& [key, value] : *item.claims->dictionary())
            if (key.starts_with("com.apple.security.cs.") && value.boolean() && *value.boolean()) keys.push_back(key);
        if (keys.empty()) continue;
        report
            .add(
                item,
                fmt::format("{} switches protections of the hardened runtime off: {}.", facts.name(item), listed(keys)),
                keys.front())
            .finding.facts = facts_of({{"claimed", array_of(keys)}});
    }
}

} // namespace

std::vector<Rule> entitlement_rules() {
    return {
        {.id = "restricted-entitlement-not-authorised-by-profile",
         .severity = Severity::blocker,
         .stage = Stage::entitlement,
         .title = "A restricted entitlement is claimed that the item's own profile does not allow.",
         .clause = "its profile does not allow what it claims",
         .why = "Every restricted entitlement of a signature must be in the profile inside the same bundle, with that "
                "value. One that is not makes the kernel kill the process as it starts: \"Unsatisfied entitlements\" "
                "and -413 in the log.",
         .fix = "Switch the capability on for this App ID, make the profile anew, and embed it; or do not claim it.",
         .sources = {sources::profiles},
         .causes = {},
         .check = not_authorised},
        {.id = "private-entitlement-claimed",
         .severity = Severity::blocker,
         .stage = Stage::entitlement,
         .title = "A claimed entitlement is reserved to Apple's own code and can never be authorised.",
         .clause = "it claims an entitlement of Apple's own code",
         .why = "No profile ever allows com.apple.private entitlements, so the process is killed as it starts.",
         .fix = "Take the key out of the entitlements.",
         .sources = {sources::profiles},
         .causes = {},
         .check = private_entitlement},
        {.id = "managed-entitlement-claimed",
         .severity = Severity::note,
         .stage = Stage::delivery,
         .title = "A claimed entitlement is one that Apple grants to a team only on request.",
         .clause = "it claims an entitlement that Apple grants on request",
         .why = "The grant is for one team, and may be for development alone. Another team that builds these sources "
                "gets no profile that allows it.",
         .fix = "Look whether the App ID of your team has the capability; if not, ask Apple for it.",
         .sources = {"https://developer.apple.com/help/account/reference/provisioning-with-managed-capabilities/"},
         .causes = {},
         .check = managed_entitlement},
        {.id = "entitlements-xml-der-differ",
         .severity = Severity::warning,
         .stage = Stage::entitlement,
         .title = "The XML and the DER form of the entitlements in one signature do not say the same.",
         .clause = "its entitlements say two things",
         .why = "Newer systems read the DER form, older ones and many tools the XML, so that the claims depend on who "
                "looks.",
         .fix = "Sign again with a current codesign, which writes both from one file.",
         .sources = {sources::profiles},
         .causes = {},
         .check = xml_der_differ},
        {.id = "get-task-allow-in-distribution",
         .severity = Severity::warning,
         .stage = Stage::delivery,
         .title = "get-task-allow is true in a build meant for distribution.",
         .clause = "it allows debugging",
         .why = "The notary service and the App Store refuse code that debuggers may attach to. The system itself "
                "runs it.",
         .fix = "Ship what Archive and Export make, or set CODE_SIGN_INJECT_BASE_ENTITLEMENTS to NO for the build that "
                "you sign by hand.",
         .sources = {sources::notarisation, "https://developer.apple.com/forums/thread/129722"},
         .causes = {},
         .check = get_task_allow},
        {.id = "hardened-runtime-exception",
         .severity = Severity::warning,
         .stage = Stage::delivery,
         .title = "An app or provider claims exceptions of the hardened runtime (com.apple.security.cs.*).",
         .clause = "it weakens the hardened runtime",
         .why = "Each exception opens a way to change the code of a process that all traffic goes through.",
         .fix = "Claim only what the code cannot do without, in the item that needs it.",
         .sources = {"https://developer.apple.com/documentation/security/hardened-runtime"},
         .causes = {},
         .check = hardened_runtime_exception},
    };
}

} // namespace nei::rules
