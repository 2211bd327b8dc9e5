// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/words.h"

#include "core/base/text.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace nei::report {
namespace {

struct PlatformName {
    std::string_view slug, words;
};

constexpr std::array platform_names{
    PlatformName{"macos", "macOS"},
    PlatformName{"ios", "iOS"},
    PlatformName{"tvos", "tvOS"},
    PlatformName{"watchos", "watchOS"},
    PlatformName{"bridgeos", "bridgeOS"},
    PlatformName{"visionos", "visionOS"},
    PlatformName{"driverkit", "DriverKit"},
    PlatformName{"mac-catalyst", "Mac Catalyst"},
    PlatformName{"ios-simulator", "iOS Simulator"},
    PlatformName{"tvos-simulator", "tvOS Simulator"},
    PlatformName{"watchos-simulator", "watchOS Simulator"},
    PlatformName{"visionos-simulator", "visionOS Simulator"},
};

/// With a small first letter, as within a sentence; words like "DNS" stay.
std::string lower_first(std::string_view text) {
    const std::string small = ascii_lower(text);
    const bool abbreviation = text.size() > 1 && text[1] != small[1];
    return abbreviation || text.empty() ? std::string(text) : small.substr(0, 1) + std::string(text.substr(1));
}

} // namespace

std::string item_description(const bundle::CodeItem& item) {
    const std::string kind(bundle::display_name(item.kind));
    if (!item.provider) return kind;
    std::vector<std::string> roles;
    for (const bundle::ProviderPoint& point : item.provider->extension_points) {
        const ne::ExtensionPoint* known = ne::Knowledge::builtin().extension_point(point.identifier);
        if (known && std::ranges::find(roles, known->provider_name) == roles.end())
            roles.push_back(roles.empty() ? known->provider_name : lower_first(known->provider_name));
    }
    return roles.empty() ? kind : fmt::format("{}, {}", fmt::join(roles, ", "), lower_first(kind));
}

std::string_view signer_class_words(signature::SignerClass signer_class) {
    using enum signature::SignerClass;
    switch (signer_class) {
    case developer_id_application: return "Developer ID";
    case development: return "Apple Development";
    case distribution: return "Apple Distribution";
    case mac_app_store: return "Mac App Store";
    case ios_app_store: return "App Store";
    case testflight: return "TestFlight";
    case apple_platform: return "Apple, part of the system";
    case developer_id_installer: return "Developer ID Installer";
    case self_signed: return "self-signed certificate";
    case other: return "other certificate";
    }
    return "other certificate";
}

std::string signer_words(const signature::Signature* signature) {
    if (!signature) return "not signed";
    switch (signature->kind) {
    case signature::SignatureKind::ad_hoc: return "ad hoc";
    case signature::SignatureKind::linker_signed: return "ad hoc by the linker";
    case signature::SignatureKind::cms:
    case signature::SignatureKind::detached: break;
    }
    return signature->signer ? std::string(signer_class_words(signature->signer_class)) : "ad hoc";
}

Mark mark_of(profile::Verdict verdict) {
    using enum profile::Verdict;
    switch (verdict) {
    case allowed:
    case authorised_by_store: return Mark::good;
    case not_allowed:
    case no_profile: return Mark::bad;
    case needs_no_profile:
    case allowed_but_unused: return Mark::neutral;
    }
    return Mark::neutral;
}

std::string_view mark_text(Mark mark) {
    switch (mark) {
    case Mark::good: return "✓";
    case Mark::bad: return "✗";
    case Mark::neutral: return "·";
    }
    return "·";
}

std::string_view verdict_words(profile::Verdict verdict) {
    using enum profile::Verdict;
    switch (verdict) {
    case allowed: return "allowed";
    case not_allowed: return "not allowed";
    case needs_no_profile: return "needs no profile";
    case authorised_by_store: return "authorised by the store";
    case allowed_but_unused: return "allowed, not claimed";
    case no_profile: return "no profile";
    }
    return "not judged";
}

std::string verdict_words(const profile::Authorisation& authorisation) {
    const std::string words(verdict_words(authorisation.verdict));
    if (authorisation.verdict == profile::Verdict::allowed && authorisation.by_wildcard) return words + " by wildcard";
    if (authorisation.verdict == profile::Verdict::not_allowed && !authorisation.not_permitted.empty())
        return fmt::format("{}: {}", words, fmt::join(authorisation.not_permitted, ", "));
    return words;
}

std::string_view chain_words(signature::ChainAnchor anchor) {
    switch (anchor) {
    case signature::ChainAnchor::apple: return "Apple";
    case signature::ChainAnchor::given_root: return "a root given with it, not Apple";
    case signature::ChainAnchor::self_signed: return "a self-signed certificate, not Apple";
    case signature::ChainAnchor::unknown: return "a chain that does not lead to Apple";
    }
    return "a chain that does not lead to Apple";
}

std::string platform_words(std::string_view platform) {
    const auto known = std::ranges::find(platform_names, platform, &PlatformName::slug);
    return std::string(known == platform_names.end() ? platform : known->words);
}

std::string minimum_os_words(const macho::Platform& platform) {
    return fmt::format("{} {} or later", platform_words(platform.name), platform.minimum_os.text());
}

std::string minimum_os_words(const bundle::CodeItem& item) {
    std::vector<std::pair<std::string, std::vector<std::string>>> all; ///< words, and the slices that say them
    for (const bundle::CodeSlice& slice : item.slices)
        for (const macho::Platform& platform : slice.code.platforms) {
            const std::string words = minimum_os_words(platform);
            auto known = std::ranges::find(all, words, [](const auto& entry) { return entry.first; });
            if (known == all.end()) known = all.insert(all.end(), {words, {}});
            known->second.push_back(slice.code.architecture);
        }
    std::vector<std::string> texts;
    for (const auto& [words, slices] : all)
        texts.push_back(slices.size() == item.slices.size() ? words
                                                            : fmt::format("{} ({})", words, fmt::join(slices, ", ")));
    return fmt::format("{}", fmt::join(texts, ", "));
}

std::string flags_words(std::uint32_t flags) {
    const std::vector<std::string> names = signature::code_directory_flag_names(flags);
    return fmt::format("0x{:x}({})", flags, names.empty() ? "none" : fmt::format("{}", fmt::join(names, ",")));
}

std::string profile_kind_words(const profile::Profile& profile) {
    const std::string kind = profile.type ? std::string(profile::display_name(*profile.type)) : "type not recognised";
    if (profile.all_devices) {
        const bool mac = std::ranges::find(profile.platforms, "OSX") != profile.platforms.end();
        return kind + (mac ? ", all Macs" : ", all devices");
    }
    if (!profile.devices.empty())
        return fmt::format("{}, {}", kind, counted(profile.devices.size(), "device", "devices"));
    return kind;
}

std::string profile_signature_words(const profile::ProfileSignature& signature) {
    if (!signature.content_intact)
        return signature.problem.empty() ? "The content does not fit the signature." : signature.problem;
    return fmt::format("intact, signed by {}", chain_words(signature.chain));
}

std::string_view source_kind_words(source::SourceKind kind) {
    switch (kind) {
    case source::SourceKind::folder: return "folder";
    case source::SourceKind::zip: return "zip archive";
    case source::SourceKind::tar: return "tar archive";
    case source::SourceKind::pkg: return "installer package";
    case source::SourceKind::mach_o: return "Mach-O file";
    case source::SourceKind::profile: return "provisioning profile";
    case source::SourceKind::snapshot: return "snapshot";
    case source::SourceKind::example: return "example";
    }
    return "file";
}

std::string version_words(const bundle::CodeItem& item) {
    const bool version = item.version && !item.version->empty(), build = item.build && !item.build->empty();
    if (version && build) return fmt::format("{} ({})", *item.version, *item.build);
    if (version) return *item.version;
    return build ? "build " + *item.build : "";
}

std::string seal_state_words(const bundle::ListedFile& file) {
    using enum bundle::SealState;
    switch (file.state) {
    case no_seal: return "no seal";
    case main_executable: return "hashed page by page";
    case bound_by_slot: return fmt::format("bound by slot -{}", file.slot.value_or(0));
    case seal_itself: return "part of the signature";
    case ticket: return "ticket, never sealed";
    case receipt: return "receipt, never sealed";
    case sealed: return "sealed";
    case sealed_optional: return "sealed, may be removed";
    case nested_code: return "nested code";
    case omitted_by_rule: return "left out by a rule";
    case not_in_seal: return "not in the seal";
    case outside: return "outside the seal";
    case missing: return "missing";
    }
    return "no seal";
}

Mark mark_of(bundle::SealState state) {
    using enum bundle::SealState;
    switch (state) {
    case main_executable:
    case bound_by_slot:
    case sealed:
    case sealed_optional:
    case nested_code: return Mark::good;
    case missing: return Mark::bad;
    case no_seal:
    case seal_itself:
    case ticket:
    case receipt:
    case omitted_by_rule:
    case not_in_seal:
    case outside: return Mark::neutral;
    }
    return Mark::neutral;
}

std::string_view file_type_words(macho::FileType type) {
    switch (type) {
    case macho::FileType::object: return "object file";
    case macho::FileType::execute: return "executable";
    case macho::FileType::fixed_library: return "fixed library";
    case macho::FileType::core: return "core file";
    case macho::FileType::preload: return "preloaded executable";
    case macho::FileType::dylib: return "dynamic library";
    case macho::FileType::dylinker: return "dynamic linker";
    case macho::FileType::bundle: return "loadable bundle";
    case macho::FileType::dylib_stub: return "library stub";
    case macho::FileType::dsym: return "debug symbols";
    case macho::FileType::kext: return "kernel extension";
    case macho::FileType::fileset: return "kernel file set";
    case macho::FileType::other: return "other Mach-O file";
    }
    return "other Mach-O file";
}

} // namespace nei::report
