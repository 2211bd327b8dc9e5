// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/rule.h"
#include "core/rules/sources.h"

#include <algorithm>

namespace nei::rules {
namespace {

using bundle::ItemKind;

void not_child(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        const ItemFacts* app = facts.container(item);
        const bool appex = item.app_extension();
        if (!app || (!appex && !item.system_extension())) continue;
        if (!item.item->bundle_identifier || !app->item->bundle_identifier) continue;
        const std::string& identifier = *item.item->bundle_identifier;
        const std::string prefix = *app->item->bundle_identifier + ".";
        const bool child = identifier.starts_with(prefix) && identifier.size() > prefix.size();
        const bool deeper = child && identifier.find('.', prefix.size()) != std::string::npos;
        if (child && !deeper) continue;
        Draft& draft = report.add(
            item, child
                      ? fmt::format("The bundle identifier {} of {} is more than one level below that of the app, {}.",
                                    identifier, facts.name(item), *app->item->bundle_identifier)
                      : fmt::format("The bundle identifier {} of {} does not start with that of the app and a full "
                                    "stop: {}",
                                    identifier, facts.name(item), prefix));
        draft.finding.facts = facts_of({{"bundle_identifier", identifier}, {"app", *app->item->bundle_identifier}});
        if (appex) {
            if (item.mac && deeper) draft.finding.severity = Severity::warning; // only the installer of iOS refuses it
            continue;
        }
        // No such rule for system extensions: LuLu's is a sibling of its app, and it ships.
        draft.finding.severity = facts.meant_for_store(item) ? Severity::warning : Severity::note;
        draft.finding.why =
            "macOS accepts system extensions of any identifier. Apple recommends one directly below that "
            "of the app, mainly for TestFlight and the App Store.";
        draft.finding.fix = "For a new product choose the app's identifier, a full stop and one more word.";
        draft.clause = "its bundle identifier is not directly below the app's";
    }
}

void wrong_folder(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        const ItemFacts* app = facts.container(item);
        if (!item.app_extension() || !item.item->provider || !app) continue;
        const bool kit = item.item->provider->style == bundle::Provider::Style::extension_kit;
        const std::string_view wanted = kit ? "Extensions" : "PlugIns";
        const std::string folder(source::parent_path(item.item->path));
        if (folder == source::join(app->item->contents, wanted)) continue;
        Draft& draft = report.add(item, fmt::format("{} is registered by {} and does not lie in the folder {} of {}.",
                                                    facts.name(item), kit ? "EXAppExtensionAttributes" : "NSExtension",
                                                    wanted, facts.name(*app)));
        draft.finding.facts = facts_of({{"folder", folder}, {"wanted", wanted}});
        if (facts.meant_for_store(item)) draft.finding.severity = Severity::blocker; // error 91179
    }
}

void not_sandboxed(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.app_extension() || !item.mac || !item.signed_code()) continue;
        // Apple's own extensions follow rules of their own.
        if (item.signature->signer_class == signature::SignerClass::apple_platform) continue;
        if (item.claims_true("com.apple.security.app-sandbox")) continue;
        report.add(item, fmt::format("{} is not sandboxed, and macOS ignores such app extensions.", facts.name(item)),
                   "com.apple.security.app-sandbox");
    }
}

void embeds_frameworks(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.app_extension() || item.mac) continue;
        const std::string folder = source::join(item.item->contents, "Frameworks") + "/";
        const auto inside = std::ranges::find_if(
            item.inside, [&](std::size_t at) { return facts.at(at).item->path.starts_with(folder); });
        if (inside == item.inside.end()) continue;
        report.add(item, fmt::format("{} has a Frameworks folder of its own.", facts.name(item))).finding.facts =
            facts_of({{"file", facts.at(*inside).item->path}});
    }
}

void not_for_developer_id(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.app_extension() || !item.provider || !item.mac || item.simulator) continue;
        // URL filters exist as app extensions only, and Apple's table does not restrict them to the store.
        const bool store_only = std::ranges::any_of(item.item->provider->extension_points, [](const auto& point) {
            return !point.identifier.ends_with(".url-filter-control");
        });
        if (!store_only) continue;
        if (!facts.developer_id(item)) {
            if (item.distribution != Distribution::development) continue;
            Draft& draft = report.add(item, fmt::format("{} works in development and on the App Store, and cannot be "
                                                        "shipped with Developer ID.",
                                                        facts.name(item)));
            draft.finding.severity = Severity::note;
            draft.stage = Stage::delivery;
            continue;
        }
        Draft& draft =
            report.add(item, fmt::format("{} is a {} in an app extension; with Developer ID it has to be in a "
                                         "system extension.",
                                         facts.name(item), facts.what(item)));
        draft.finding.facts = facts_of({{"extension_point", item.item->provider->extension_points.front().identifier}});
    }
}

} // namespace

std::vector<Rule> app_extension_rules() {
    return {
        {.id = "extension-bundle-id-not-child-of-app",
         .severity = Severity::blocker,
         .stage = Stage::install,
         .title =
             "The bundle ID of an app extension is not the app's bundle ID, a full stop and exactly one more label.",
         .clause = "its bundle identifier does not fit the app's",
         .why = "By this rule the system tells to which app an extension belongs. The installer of iOS refuses "
                "extensions that break it (MIInstallerErrorDomain 37 and 89), and macOS does not register them.",
         .fix = "Give the extension the app's identifier, a full stop and one more word, and a profile for that. A "
                "tool that signs again must change both identifiers alike.",
         .sources = {sources::placing_content, "https://github.com/uhooi/UhooiPicBook/pull/173"},
         .causes = {},
         .check = not_child},
        {.id = "extension-in-wrong-folder",
         .severity = Severity::warning,
         .stage = Stage::install,
         .title = "An ExtensionKit style app extension lies in PlugIns, or an NSExtension style one in Extensions.",
         .clause = "it lies in the wrong folder of the app",
         .why = "The system looks for NSExtension style in PlugIns and for ExtensionKit style in Extensions. The App "
                "Store refuses an extension that lies in the folder of the other style (error 91179).",
         .fix = "Choose the destination of the copy phase that belongs to the style, or make the target anew from the "
                "right template.",
         .sources = {sources::placing_content, "https://github.com/brendan-ch/OpenAppLock/pull/21"},
         .causes = {},
         .check = wrong_folder},
        {.id = "appex-not-sandboxed",
         .severity = Severity::blocker,
         .stage = Stage::install,
         .title = "A macOS app extension is not sandboxed; the system ignores it.",
         .clause = "it is not sandboxed",
         .why = "macOS registers only sandboxed app extensions (pkd), so the provider is never found.",
         .fix = "Claim com.apple.security.app-sandbox in the extension, and network.client and network.server as the "
                "provider needs them.",
         .sources = {"https://developer.apple.com/documentation/security/app-sandbox"},
         .causes = {},
         .check = not_sandboxed},
        {.id = "appex-embeds-frameworks",
         .severity = Severity::warning,
         .stage = Stage::delivery,
         .title =
             "An iOS-like app extension contains its own Frameworks directory, which App Store validation refuses.",
         .clause = "it has frameworks of its own",
         .why = "On iOS the app and its extensions share the frameworks in the app's Frameworks folder.",
         .fix = "Embed the frameworks into the app, and let the extension only link them; switch off "
                "ALWAYS_EMBED_SWIFT_STANDARD_LIBRARIES for the extension.",
         .sources = {sources::placing_content},
         .causes = {},
         .check = embeds_frameworks},
        {.id = "appex-not-supported-for-developer-id",
         .severity = Severity::blocker,
         .stage = Stage::provider,
         .title = "A macOS Network Extension provider packaged as an app extension is signed with Developer ID.",
         .clause = "with Developer ID it has to be a system extension",
         .why =
             "Outside the App Store macOS accepts Network Extension providers in system extensions only. "
             "NetworkExtension checks this itself in the provider's process, after everything else passed: \"Signature "
             "check failed\" and \"last stop reason Plugin failed\". No other way to sign helps.",
         .fix = "Make a system extension of it: a target whose main calls NEProvider.startSystemExtensionMode(), "
                "NEProviderClasses in its Info.plist, system-extension.install for the app, Developer ID profiles for "
                "both, and notarise. Or ship through the Mac App Store.",
         .sources = {sources::deployment, sources::provider_packaging,
                     "https://developer.apple.com/forums/thread/820618"},
         .causes = {},
         .check = not_for_developer_id},
    };
}

} // namespace nei::rules
