// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/rule.h"
#include "core/rules/sources.h"

#include <algorithm>

namespace nei::rules {
namespace {

constexpr std::string_view endpoint_security = "com.apple.developer.endpoint-security.client";
constexpr std::string_view install_key = "com.apple.developer.system-extension.install";

bool is_installable(const ItemFacts& item) {
    return item.system_extension() || item.driver();
}

void wrong_folder(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        const ItemFacts* app = facts.container(item);
        if (!is_installable(item) || !app) continue;
        const std::string wanted = source::join(app->item->contents, "Library/SystemExtensions");
        const std::string folder(source::parent_path(item.item->path));
        if (folder == wanted) continue;
        report
            .add(item, fmt::format("{} does not lie directly in Contents/Library/SystemExtensions of {}.",
                                   facts.name(item), facts.name(*app)))
            .finding.facts = facts_of({{"folder", folder}, {"wanted", wanted}});
    }
}

void name_not_identifier(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!is_installable(item) || !item.item->bundle_identifier) continue;
        const std::string wanted = *item.item->bundle_identifier + (item.driver() ? ".dext" : ".systemextension");
        if (item.item->name == wanted) continue;
        // Opened by itself it may have been renamed on the way here; then its name proves nothing.
        if (!item.item->parent && item.item->path == ".") continue;
        report.add(item, fmt::format("The system extension {} would have to be named {}.", facts.name(item), wanted))
            .finding.facts = facts_of({{"name", facts.name(item)}, {"wanted", wanted}});
    }
}

void wrong_package_type(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!is_installable(item) || !item.item->info_plist) continue;
        const std::string_view wanted = item.driver() ? "DEXT" : "SYSX";
        const std::string type = item.info_text("CFBundlePackageType");
        if (type == wanted) continue;
        report
            .add(item,
                 type.empty()
                     ? fmt::format("{} has no CFBundlePackageType; it would have to be {}.", facts.name(item), wanted)
                     : fmt::format("{} has the CFBundlePackageType {}; it would have to be {}.", facts.name(item), type,
                                   wanted),
                 "CFBundlePackageType")
            .finding.facts = facts_of({{"type", type}, {"wanted", wanted}});
    }
}

void usage_description(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items())
        if (item.system_extension() && item.item->info_plist && !item.info("NSSystemExtensionUsageDescription"))
            report.add(item,
                       fmt::format("The Info.plist of {} has no NSSystemExtensionUsageDescription.", facts.name(item)),
                       "NSSystemExtensionUsageDescription");
}

void missing_install(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.is(bundle::ItemKind::app) || !item.signed_code() || item.claims_true(install_key)) continue;
        if (item.installable.empty()) continue;
        const ItemFacts& extension = facts.at(item.installable.front());
        report
            .add(item,
                 fmt::format("{} carries the system extension {} and does not claim {}.", facts.name(item),
                             facts.name(extension), install_key),
                 std::string(install_key))
            .finding.facts = facts_of({{"key", install_key}, {"extension", extension.item->path}});
    }
}

bool has_provider_classes(const ItemFacts& item) {
    const plist::Value* network = item.info("NetworkExtension");
    const plist::Value* classes = network ? network->find("NEProviderClasses") : nullptr;
    return classes && classes->dictionary() && !classes->dictionary()->empty();
}

void missing_classes(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.system_extension() || item.network_extension.empty() || has_provider_classes(item)) continue;
        const bool dictionary = item.info("NetworkExtension") != nullptr;
        report
            .add(item,
                 dictionary ? fmt::format("NetworkExtension in the Info.plist of {} names no NEProviderClasses.",
                                          facts.name(item))
                            : fmt::format("The Info.plist of {} has no NetworkExtension dictionary.", facts.name(item)),
                 "NEProviderClasses")
            .finding.facts = facts_of({{"claimed", array_of(item.network_extension)}});
    }
}

void no_category(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.system_extension() || !item.item->info_plist || !item.signed_code()) continue;
        if (item.info("CMIOExtension") || item.claims_true(endpoint_security)) continue;
        if (has_provider_classes(item) && !item.network_extension.empty()) continue;
        report.add(item, fmt::format("Nothing makes {} a member of an extension category.", facts.name(item)))
            .finding.facts = facts_of(
            {{"provider_classes", has_provider_classes(item)}, {"networkextension", array_of(item.network_extension)}});
    }
}

void endpoint_and_network(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.system_extension() || !item.claims_true(endpoint_security) || !has_provider_classes(item)) continue;
        const plist::Value* network = item.info("NetworkExtension");
        const std::string* ne_name = network->find_string("NEMachServiceName");
        const std::string es_name = item.info_text("NSEndpointSecurityMachServiceName");
        const bool same = ne_name && (es_name.empty() || es_name == *ne_name);
        Draft& draft = report.add(
            item, !ne_name
                      ? fmt::format("{} is an Endpoint Security client and a Network Extension provider, and names "
                                    "no NEMachServiceName.",
                                    facts.name(item))
                  : same ? fmt::format("{} is an Endpoint Security client and a Network Extension provider behind one "
                                       "Mach service.",
                                       facts.name(item))
                         : fmt::format("{} names two Mach services, {} and {}; only the first is set up reliably.",
                                       facts.name(item), *ne_name, es_name));
        draft.finding.facts =
            facts_of({{"NEMachServiceName", ne_name ? *ne_name : ""}, {"NSEndpointSecurityMachServiceName", es_name}});
        if (same) draft.finding.severity = Severity::note;
    }
}

void endpoint_service(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.system_extension() || !item.claims_true(endpoint_security)) continue;
        const plist::Value* network = item.info("NetworkExtension");
        if (!item.info_text("NSEndpointSecurityMachServiceName").empty() ||
            (network && network->find_string("NEMachServiceName")))
            continue;
        report.add(item,
                   fmt::format("{} relies on the default name of its Endpoint Security service.", facts.name(item)),
                   "NSEndpointSecurityMachServiceName");
    }
}

void not_sandboxed(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        // Outside the store a system extension without a sandbox is normal: LuLu and mitmproxy ship so.
        if (!item.system_extension() || !item.signed_code() || !facts.meant_for_store(item)) continue;
        if (item.claims_true("com.apple.security.app-sandbox")) continue;
        report.add(item, fmt::format("{} is not sandboxed, which the App Store demands.", facts.name(item)),
                   "com.apple.security.app-sandbox");
    }
}

void testflight(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.system_extension() || item.network_extension.empty()) continue;
        const bool by_testflight = item.signature && item.signature->signer_class == signature::SignerClass::testflight;
        if (!by_testflight && !facts.meant_for(item, Distribution::testflight)) continue;
        report.add(item, fmt::format("{} is delivered by TestFlight; an update of macOS may make it lose its profile.",
                                     facts.name(item)));
    }
}

void special_characters(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.is(bundle::ItemKind::app)) continue;
        const bool brackets = item.item->name.find_first_of("[]") != std::string::npos;
        if (!brackets && item.item->name.find_first_of("*?{}") == std::string::npos) continue;
        if (item.installable.empty()) continue;
        Draft& draft =
            report.add(item, fmt::format("The file name {} has characters that App Store validation takes for "
                                         "a pattern.",
                                         facts.name(item)));
        draft.finding.severity = brackets && facts.meant_for_store(item) ? Severity::blocker : Severity::note;
        draft.finding.facts = facts_of({{"name", facts.name(item)}});
    }
}

} // namespace

std::vector<Rule> system_extension_rules() {
    return {
        {.id = "sysex-in-wrong-folder",
         .severity = Severity::blocker,
         .stage = Stage::install,
         .title = "A system extension lies elsewhere than directly in Contents/Library/SystemExtensions of the app.",
         .clause = "it does not lie in Contents/Library/SystemExtensions",
         .why = "macOS looks for an extension at this one place and does not search the app. The activation says that "
                "the extension was not found (OSSystemExtensionErrorDomain 4).",
         .fix = "Embed it into Contents/Library/SystemExtensions: in Xcode's copy phase that is Destination: System "
                "Extensions.",
         .sources = {sources::installing},
         .causes = {},
         .check = wrong_folder},
        {.id = "sysex-name-not-bundle-id",
         .severity = Severity::blocker,
         .stage = Stage::install,
         .title = "The .systemextension directory is not named exactly after the CFBundleIdentifier inside it.",
         .clause = "its file is not named after its bundle identifier",
         .why =
             "macOS builds the path from the identifier in the request. Under another name the extension is not found "
             "(OSSystemExtensionErrorDomain 4), often beside a misleading line about /Applications.",
         .fix =
             "Set PRODUCT_NAME of the extension's target to $(PRODUCT_BUNDLE_IDENTIFIER). For a friendly process name "
             "change EXECUTABLE_NAME alone.",
         .sources = {sources::installing, "https://developer.apple.com/forums/thread/823200"},
         .causes = {},
         .check = name_not_identifier},
        {.id = "sysex-wrong-package-type",
         .severity = Severity::blocker,
         .stage = Stage::install,
         .title = "CFBundlePackageType of a system extension is not SYSX (DEXT for a driver).",
         .clause = "its CFBundlePackageType is wrong",
         .why =
             "sysextd accepts SYSX and DEXT only and logs \"package type not SYSX\"; the extension then belongs to no "
             "category.",
         .fix = "Set CFBundlePackageType to SYSX, for a driver to DEXT.",
         .sources = {sources::installing, "https://github.com/peterhanily/maccrab"},
         .causes = {},
         .check = wrong_package_type},
        {.id = "sysex-missing-usage-description",
         .severity = Severity::blocker,
         .stage = Stage::install,
         .title = "A non-driver system extension has no NSSystemExtensionUsageDescription key.",
         .clause = "it has no usage description",
         .why =
             "macOS shows this text when it asks for approval and refuses an extension without the key; an empty text "
             "is accepted.",
         .fix = "Add NSSystemExtensionUsageDescription to the extension's Info.plist: what it does, in one sentence.",
         .sources = {"https://developer.apple.com/documentation/bundleresources/information-property-list/"
                     "nssystemextensionusagedescription"},
         .causes = {},
         .check = usage_description},
        {.id = "missing-system-extension-install",
         .severity = Severity::blocker,
         .stage = Stage::install,
         .title =
             "The app that carries a system extension does not claim com.apple.developer.system-extension.install.",
         .clause = "the app may not install system extensions",
         .why = "Without it macOS refuses the app's activation request (OSSystemExtensionErrorDomain 2).",
         .fix = "Add the System Extension capability to the app's target and its App ID, and make the profile anew.",
         .sources = {sources::installing},
         .causes = {},
         .check = missing_install},
        {.id = "missing-ne-provider-classes",
         .severity = Severity::blocker,
         .stage = Stage::install,
         .title = "NEProviderClasses is missing or empty in a system extension that claims a networkextension value.",
         .clause = "its Info.plist names no provider classes",
         .why =
             "NEProviderClasses says which providers the extension has. Without it no category accepts the extension, "
             "and NetworkExtension logs that the dictionary is missing.",
         .fix = "Add NetworkExtension > NEProviderClasses to the extension's Info.plist: the extension point and the "
                "class, such as $(PRODUCT_MODULE_NAME).PacketTunnelProvider.",
         .sources = {sources::provider_packaging},
         .causes = {"sysex-wrong-package-type"},
         .check = missing_classes},
        {.id = "sysex-no-category",
         .severity = Severity::blocker,
         .stage = Stage::install,
         .title = "Nothing in the system extension's Info.plist and entitlements together makes it a member of any "
                  "extension category.",
         .clause = "it belongs to no extension category",
         .why =
             "macOS tells the category from the package type, the NetworkExtension dictionary and the entitlements in "
             "the signature. Without one the activation fails with OSSystemExtensionErrorDomain 9.",
         .fix = "Compare Info.plist and signed entitlements with those of a fresh Network Extension target of Xcode.",
         .sources = {"https://developer.apple.com/forums/thread/805996"},
         .causes = {"sysex-wrong-package-type", "missing-ne-provider-classes", "missing-ne-entitlement"},
         .check = no_category},
        {.id = "es-ne-combined-mach-service",
         .severity = Severity::warning,
         .stage = Stage::feature,
         .title = "One system extension is both Endpoint Security client and Network Extension provider.",
         .clause = "its Endpoint Security service may not be there",
         .why =
             "macOS sets up the Mach service of the Network Extension side reliably; that of Endpoint Security may be "
             "missing beside it, also under its default name.",
         .fix = "Use one listener on NEMachServiceName, and give NSEndpointSecurityMachServiceName the same name.",
         .sources = {"https://developer.apple.com/forums/thread/818568"},
         .causes = {},
         .check = endpoint_and_network},
        {.id = "es-mach-service-name-missing",
         .severity = Severity::note,
         .stage = Stage::feature,
         .title = "An Endpoint Security system extension relies on the deprecated default Mach service name.",
         .clause = "its Endpoint Security service has no name",
         .why = "The default name, of team and bundle identifier, still works and is logged as deprecated.",
         .fix = "Name the service with NSEndpointSecurityMachServiceName in the extension's Info.plist.",
         .sources = {"https://developer.apple.com/documentation/endpointsecurity"},
         .causes = {},
         .check = endpoint_service},
        {.id = "provider-not-sandboxed",
         .severity = Severity::warning,
         .stage = Stage::delivery,
         .title = "A system extension is not sandboxed, which the App Store demands and other distribution does not.",
         .clause = "it is not sandboxed",
         .why = "The App Store takes only sandboxed code, system extensions included.",
         .fix =
             "Claim com.apple.security.app-sandbox, and network.client and network.server as the provider needs them.",
         .sources = {"https://developer.apple.com/documentation/security/app-sandbox"},
         .causes = {},
         .check = not_sandboxed},
        {.id = "testflight-sysex-os-update",
         .severity = Severity::warning,
         .stage = Stage::feature,
         .title = "A network system extension delivered by TestFlight may lose its eligible profile with the next OS "
                  "update and block all networking.",
         .clause = "an update of macOS may make it lose its profile",
         .why =
             "After updates of macOS or Safari the installed extension was found to have no eligible profile (-413); a "
             "content filter then leaves the Mac without network. Apple knows it as FB13458972 and FB13468019. The "
             "same build from the App Store is not concerned.",
         .fix = "Tell testers to remove the app before an update, or test with development profiles. Once it happened: "
                "delete the app, restart, install again.",
         .sources = {sources::testflight_extension},
         .causes = {},
         .check = testflight},
        {.id = "special-characters-in-app-file-name",
         .severity = Severity::warning,
         .stage = Stage::delivery,
         .title = "The app's file name contains characters (square brackets) that App Store validation of system "
                  "extensions mishandles.",
         .clause = "App Store validation does not take its file name",
         .why =
             "Validation says that the system extension resides in an unexpected location. macOS runs the app all the "
             "same.",
         .fix = "Set PRODUCT_NAME to letters, digits, spaces and hyphens, and CFBundleDisplayName to the wanted text.",
         .sources = {"https://developer.apple.com/forums/tags/systemextensions"},
         .causes = {},
         .check = special_characters},
    };
}

} // namespace nei::rules
