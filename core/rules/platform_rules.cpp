// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/rule.h"
#include "core/rules/sources.h"

#include <algorithm>
#include <array>

namespace nei::rules {
namespace {

/// The platform's name in the deployment table: a simulator counts as what it simulates.
std::string deployment_platform(const ItemFacts& item) {
    std::string platform = item.platform;
    constexpr std::string_view suffix = "-simulator";
    if (platform.ends_with(suffix)) platform.resize(platform.size() - suffix.size());
    return platform;
}

const ne::Deployment* deployment_of(const ItemFacts& item, std::string_view provider) {
    const std::string platform = deployment_platform(item);
    const auto& all = ne::Knowledge::builtin().deployments();
    const auto found = std::ranges::find_if(all, [&](const ne::Deployment& cell) {
        return cell.provider == provider && cell.platform == platform &&
               cell.packaging == item.item->provider->packaging;
    });
    return found == all.end() ? nullptr : &*found;
}

std::string_view packaging_words(const ItemFacts& item) {
    return item.item->provider->packaging == ne::Packaging::system_extension ? "a system extension"
                                                                             : "an app extension";
}

void not_supported(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.provider) continue;
        for (const bundle::ProviderPoint& point : item.item->provider->extension_points) {
            const auto* known = ne::Knowledge::builtin().extension_point(point.identifier);
            if (!known) continue;
            const bool system = item.item->provider->packaging == ne::Packaging::system_extension;
            if (deployment_of(item, known->provider) && (!system || known->valid_in_system_extension)) continue;
            // One name too many does not stop the others of a system extension.
            const bool others = item.item->provider->extension_points.size() > 1;
            Draft& draft =
                report.add(item,
                           fmt::format("{} is a {} in {}, which {} does not support.", facts.name(item),
                                       in_sentence(known->provider_name), packaging_words(item), system_name(item)),
                           point.identifier);
            if (others) draft.finding.severity = Severity::warning;
            draft.finding.facts = facts_of({{"extension_point", point.identifier},
                                            {"platform", item.platform},
                                            {"packaging", ne::slug(item.item->provider->packaging)}});
        }
    }
}

void unknown_point(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.provider) continue;
        for (const bundle::ProviderPoint& point : item.item->provider->extension_points) {
            if (ne::Knowledge::builtin().extension_point(point.identifier)) continue;
            Draft& draft = report.add(item,
                                      fmt::format("{} names the extension point {}, which NetworkExtension does not "
                                                  "know.",
                                                  facts.name(item), point.identifier),
                                      point.identifier);
            draft.finding.facts = facts_of({{"extension_point", point.identifier}});
            if (point.identifier.ends_with(".transparent-proxy"))
                draft.finding.fix =
                    "A transparent proxy uses the extension point com.apple.networkextension.app-proxy, "
                    "and a class derived from NETransparentProxyProvider.";
        }
    }
}

void newer_os(const Facts& facts, Report& report) {
    const std::optional<std::string>& target = facts.intent().macos;
    for (const ItemFacts& item : facts.items()) {
        const bool extension = item.app_extension() || item.system_extension() || item.driver();
        const ItemFacts* app = facts.container(item);
        if (!extension && !item.is(bundle::ItemKind::app)) continue;
        const std::string minimum = minimum_os(item);
        if (minimum.empty()) continue;
        if (target && item.mac && item.platform != "driverkit") {
            std::string needed = minimum, reason = "it is built for macOS " + minimum;
            if (item.provider)
                for (const bundle::ProviderPoint& point : item.item->provider->extension_points) {
                    const auto* known = ne::Knowledge::builtin().extension_point(point.identifier);
                    const ne::Deployment* cell = known ? deployment_of(item, known->provider) : nullptr;
                    if (!cell || compare_versions(cell->since, needed) <= 0) continue;
                    needed = cell->since;
                    reason = fmt::format("a {} in {} exists since macOS {}", facts.what(item), packaging_words(item),
                                         needed);
                }
            if (compare_versions(needed, *target) <= 0) continue;
            Draft& draft = report.add(item, fmt::format("{} needs macOS {} and is to run on {}: {}.", facts.name(item),
                                                        needed, *target, reason));
            draft.finding.facts = facts_of({{"needed", needed}, {"macos", *target}});
            continue;
        }
        const std::string of_app =
            app && extension && item.platform == app->platform ? minimum_os(*app) : std::string();
        if (of_app.empty() || compare_versions(minimum, of_app) <= 0) continue;
        Draft& draft = report.add(item, fmt::format("{} needs {} {}, while its app runs on {} and later.",
                                                    facts.name(item), system_name(item), minimum, of_app));
        draft.finding.severity = Severity::note;
        draft.finding.facts = facts_of({{"needed", minimum}, {"app", of_app}});
    }
}

/// Whether a provider of an iOS-like item has this extension point.
bool ios_point(const ItemFacts& item, std::initializer_list<std::string_view> names) {
    if (!item.provider || item.mac) return false;
    return std::ranges::any_of(item.item->provider->extension_points, [&](const bundle::ProviderPoint& point) {
        constexpr std::string_view prefix = "com.apple.networkextension.";
        return point.identifier.starts_with(prefix) &&
               std::ranges::find(names, std::string_view(point.identifier).substr(prefix.size())) != names.end();
    });
}

void app_proxy_mdm(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items())
        if (ios_point(item, {"app-proxy"}))
            report.add(item, fmt::format("{} is an app proxy, which {} runs on managed devices only.", facts.name(item),
                                         system_name(item)));
}

void supervised(const Facts& facts, Report& report, std::initializer_list<std::string_view> points, bool screen_time) {
    std::optional<std::size_t> said; // data and control providers of one filter are one matter
    for (const ItemFacts& item : facts.items()) {
        if (!ios_point(item, points) || said == item.root) continue;
        const ItemFacts* app = facts.container(item);
        // Screen Time apps may filter on a child's device.
        if (screen_time && ((app && app->claims_true("com.apple.developer.family-controls")) ||
                            item.claims_true("com.apple.developer.family-controls")))
            continue;
        const bool development = item.distribution == Distribution::development;
        Draft& draft =
            report.add(item, fmt::format("{} is a {}, which {} runs on supervised or managed devices only{}.",
                                         facts.name(item), facts.what(item), system_name(item),
                                         development ? " once it is no development build" : ""));
        if (development) draft.finding.severity = Severity::note;
        said = item.root;
    }
}

void filter_supervised(const Facts& facts, Report& report) {
    supervised(facts, report, {"filter-data", "filter-control"}, true);
}

void dns_supervised(const Facts& facts, Report& report) {
    supervised(facts, report, {"dns-proxy"}, false);
}

void test_app_mapping(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.info("NETestAppMapping") || item.distribution == Distribution::development) continue;
        report.add(item,
                   fmt::format("NETestAppMapping, a help for tests, is in the Info.plist of {}.", facts.name(item)),
                   "NETestAppMapping");
    }
}

void background_modes(const Facts& facts, Report& report) {
    constexpr std::array known{"audio",
                               "location",
                               "voip",
                               "fetch",
                               "remote-notification",
                               "newsstand-content",
                               "external-accessory",
                               "bluetooth-central",
                               "bluetooth-peripheral",
                               "processing",
                               "nearby-interaction",
                               "push-to-talk",
                               "network-authentication"};
    for (const ItemFacts& item : facts.items()) {
        const plist::Value* modes = item.info("UIBackgroundModes");
        if (!modes) continue;
        for (const std::string& mode : plist::strings(*modes)) {
            if (std::ranges::find(known, mode) != known.end()) continue;
            report
                .add(item,
                     fmt::format("UIBackgroundModes of {} has the value {}, which does not exist.", facts.name(item),
                                 mode),
                     mode)
                .finding.facts = facts_of({{"value", mode}});
        }
    }
}

void simulator(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items())
        if (item.provider && item.simulator)
            report.add(item,
                       fmt::format("{} is built for the Simulator, where providers do not run.", facts.name(item)));
}

} // namespace

std::vector<Rule> platform_rules() {
    return {
        {.id = "provider-not-supported-on-platform",
         .severity = Severity::blocker,
         .stage = Stage::platform,
         .title = "The provider type does not exist on this platform, or not in this packaging there.",
         .clause = "this kind of provider does not exist here in this packaging",
         .why = "Apple's table of Network Extension providers has no entry for it, so the system never starts it. On "
                "macOS "
                "content filters and DNS proxies exist in system extensions only.",
         .fix = "Package it as TN3134 says for this platform, or leave it out there.",
         .sources = {sources::deployment},
         .causes = {},
         .check = not_supported},
        {.id = "unknown-extension-point",
         .severity = Severity::warning,
         .stage = Stage::install,
         .title = "The extension point is not one that NetworkExtension knows.",
         .clause = "NetworkExtension does not know its extension point",
         .why = "The system finds providers by their extension point. One that it does not know is never asked for.",
         .fix = "Correct the identifier; TN3134 and Xcode's templates name them.",
         .sources = {sources::deployment},
         .causes = {},
         .check = unknown_point},
        {.id = "provider-needs-newer-os",
         .severity = Severity::blocker,
         .stage = Stage::platform,
         .title = "The provider, its category or its declared minimum OS is newer than the system it is meant for.",
         .clause = "it needs a newer system",
         .why = "A system does not start code that declares a newer one as its minimum; the activation of a system "
                "extension fails with an error of its category.",
         .fix = "Lower the deployment target of the extension to that of the app, or update the system.",
         .sources = {sources::deployment},
         .causes = {},
         .check = newer_os},
        {.id = "simulator-not-supported",
         .severity = Severity::blocker,
         .stage = Stage::platform,
         .title = "Network Extension providers do not work in the iOS Simulator.",
         .clause = "providers do not run in the Simulator",
         .why = "The Simulator has no Network Extension services that would start a provider.",
         .fix = "Build for a device, and test there.",
         .sources = {"https://developer.apple.com/forums/thread/787657"},
         .causes = {},
         .check = simulator},
        {.id = "ios-app-proxy-needs-mdm",
         .severity = Severity::warning,
         .stage = Stage::feature,
         .title = "On iOS an app proxy runs only from a configuration that device management installs.",
         .clause = "an app proxy needs a managed device",
         .why = "Apps cannot create this configuration; NEAppProxyProviderManager() gives nothing on other devices, in "
                "development too.",
         .fix =
             "Install a com.apple.vpn.managed.applayer profile by device management, for tests by Apple Configurator.",
         .sources = {sources::deployment},
         .causes = {},
         .check = app_proxy_mdm},
        {.id = "ios-content-filter-needs-supervised-device",
         .severity = Severity::warning,
         .stage = Stage::feature,
         .title = "On iOS a content filter of a distribution build needs a supervised device or another managed route.",
         .clause = "a content filter needs a supervised device",
         .why =
             "Development builds may configure a filter themselves. Other builds may only on supervised devices, per "
             "app on managed ones, or as Screen Time apps on a child's device.",
         .fix = "Deploy the filter by a configuration profile to supervised devices, or use the Screen Time way.",
         .sources = {sources::deployment, "https://github.com/lionheart/openradar-mirror/issues/19577"},
         .causes = {},
         .check = filter_supervised},
        {.id = "ios-dns-proxy-needs-supervised-device",
         .severity = Severity::warning,
         .stage = Stage::feature,
         .title = "On iOS a DNS proxy of a distribution build needs a supervised or managed device.",
         .clause = "a DNS proxy needs a supervised device",
         .why = "Development builds may configure a DNS proxy themselves. Other builds may only on supervised devices, "
                "and "
                "per app on managed ones.",
         .fix = "Deploy it by a configuration profile; for encrypted DNS alone NEDNSSettingsManager needs no provider.",
         .sources = {sources::deployment, "https://github.com/lionheart/openradar-mirror/issues/19577"},
         .causes = {},
         .check = dns_supervised},
        {.id = "test-app-mapping-in-distribution",
         .severity = Severity::note,
         .stage = Stage::delivery,
         .title = "NETestAppMapping, a help for tests, is still in the Info.plist of a distribution build.",
         .clause = "it has a mapping for tests",
         .why = "The system reads it to add app rules to an installed per-app configuration while testing.",
         .fix = "Take NETestAppMapping out of the Info.plist of what you ship.",
         .sources = {sources::deployment},
         .causes = {},
         .check = test_app_mapping},
        {.id = "invalid-uibackgroundmodes-value",
         .severity = Severity::warning,
         .stage = Stage::delivery,
         .title = "UIBackgroundModes contains a value that does not exist.",
         .clause = "UIBackgroundModes has a value that does not exist",
         .why =
             "The App Store refuses such an upload (409). A provider needs no background mode: it is a process of its "
             "own.",
         .fix = "Take the value out of UIBackgroundModes.",
         .sources = {"https://developer.apple.com/documentation/bundleresources/information-property-list/"
                     "uibackgroundmodes"},
         .causes = {},
         .check = background_modes},
    };
}

} // namespace nei::rules
