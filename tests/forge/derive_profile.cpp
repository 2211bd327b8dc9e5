// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/item.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::forge {
namespace {

constexpr std::string_view ne_key = "com.apple.developer.networking.networkextension";

std::optional<ProfileKind> usual_kind(SignerKind signer) {
    switch (signer) {
    case SignerKind::development:
    case SignerKind::iphone_developer: return ProfileKind::development;
    case SignerKind::distribution:
    case SignerKind::mac_distribution:
    case SignerKind::iphone_distribution:
    case SignerKind::testflight: return ProfileKind::app_store;
    case SignerKind::developer_id: return ProfileKind::developer_id;
    default: return std::nullopt; // the stores take profiles out; others need none
    }
}

/// The values that Apple's portal puts in a profile of this kind whenever Network Extensions are enabled.
plist::Array network_extension_list(ProfileKind kind) {
    if (kind == ProfileKind::developer_id)
        return {"packet-tunnel-provider-systemextension", "app-proxy-provider-systemextension",
                "content-filter-provider-systemextension", "dns-proxy-systemextension", "dns-settings"};
    return {"app-proxy-provider",     "content-filter-provider",
            "packet-tunnel-provider", "dns-proxy",
            "dns-settings",           "relay"};
}

/// Values that Apple grants on request only, so that the portal's list has them where they are claimed.
bool granted_on_request(std::string_view value) {
    return value == "app-push-provider" || value == "url-filter-provider" || value == "hotspot-provider";
}

plist::Dictionary allow_list(const Item& item, ProfileKind kind, const std::string& app_id,
                             const plist::Dictionary& claims) {
    const std::string& team = item.signer.team;
    const bool mac_spelling = item.mac() || item.platform == "driverkit";
    plist::Dictionary allowed{
        {"com.apple.developer.team-identifier", team},
        {"keychain-access-groups", plist::Array{team + ".*"}},
    };
    if (mac_spelling) allowed.emplace("com.apple.application-identifier", app_id);
    if (!mac_spelling || item.platform == "catalyst") allowed.emplace("application-identifier", app_id);
    if (!mac_spelling) {
        allowed.emplace("get-task-allow", kind == ProfileKind::development);
        if (kind == ProfileKind::app_store) allowed.emplace("beta-reports-active", true);
    }
    for (const auto& [key, value] : claims) {
        const bool copied = mac_spelling ? key.starts_with("com.apple.developer.") || key.starts_with("com.apple.vm.")
                                         : key != "get-task-allow" && key != "beta-reports-active";
        if (key == ne_key) {
            plist::Array list = network_extension_list(kind);
            for (const std::string& claimed : plist::strings(value))
                if (granted_on_request(claimed)) list.emplace_back(claimed);
            allowed.insert_or_assign(key, std::move(list));
        } else if (copied) {
            allowed.emplace(key, value);
        }
    }
    return allowed;
}

std::vector<Bytes> certificates(const Item& item, const Json* list, ProfileKind kind) {
    std::vector<Bytes> all;
    if (list != nullptr && list->is_array()) {
        for (const Json& entry : *list) all.push_back(make_identity(parse_signer(entry, item.signer)).leaf().der);
        return all;
    }
    SignerSpec signer = item.signer;
    if (signer.kind == SignerKind::testflight) signer.kind = SignerKind::distribution; // who uploaded it
    if (!signer.has_certificate())
        signer.kind = kind == ProfileKind::developer_id  ? SignerKind::developer_id
                      : kind == ProfileKind::development ? SignerKind::development
                                                         : SignerKind::distribution;
    all.push_back(make_identity(signer).leaf().der);
    return all;
}

std::vector<std::string> usual_platforms(const Item& item) {
    if (item.mac() || item.platform == "driverkit") return {"OSX"};
    if (item.platform == "tvos") return {"tvOS"};
    return {"iOS", "xrOS", "visionOS"};
}

} // namespace

std::optional<ProfileOptions> embedded_profile(const Item& item, const Containers& containers,
                                               const std::optional<plist::Dictionary>& claims) {
    (void)containers;
    if (item.profile.is_null()) return std::nullopt;
    const bool asked = !item.profile.is_discarded();
    const plist::Dictionary claimed = claims.value_or(plist::Dictionary{});
    const bool needed = !item.mac() || claimed.contains("com.apple.application-identifier");
    const auto usual = usual_kind(item.signer.kind);
    if (!asked && (!usual || !needed || !runs_by_itself(item.kind) || item.platform.ends_with("simulator")))
        return std::nullopt;

    const Json members = !asked                     ? Json::object()
                         : item.profile.is_string() ? Json{{"type", item.profile}}
                                                    : item.profile;
    SpecReader reader(members, item.where() + ", profile");
    ProfileOptions profile;
    const auto type = reader.text("type");
    profile.kind = type ? profile_kind(*type) : usual.value_or(ProfileKind::development);
    profile.team = reader.text("team", item.signer.team);
    profile.team_name = reader.text("team_name", item.signer.organization);
    profile.app_id = reader.text("app_id", item.identifier);
    profile.app_id_name = reader.text("app_id_name", item.name);
    profile.name = reader.text("name", "");
    profile.uuid = reader.text("uuid", "");
    profile.platforms = reader.texts("platforms").value_or(usual_platforms(item));
    if (const auto devices = reader.texts("devices")) profile.devices = *devices;
    profile.certificates = certificates(item, reader.find("certificates"), profile.kind);
    profile.created = reader.date("created").value_or(item.date - std::chrono::days(30));
    // As long as the profiles of Developer ID are valid, for all kinds: what was forged once stays valid.
    profile.expires = reader.date("expires").value_or(profile.created + std::chrono::days(6570));
    profile.der_form = reader.flag("der", true);
    if (const Json* signer = reader.find("signer")) profile.signer = parse_signer(*signer, item.signer);

    plist::Dictionary allowed =
        allow_list(item, profile.kind, fmt::format("{}.{}", profile.team, profile.app_id), claimed);
    const Json* changes = reader.find("entitlements");
    profile.entitlements = changes == nullptr ? std::move(allowed) : patched(std::move(allowed), *changes);
    if (const Json* content = reader.find("content")) {
        for (const auto& [key, value] : content->items()) {
            if (value.is_null())
                profile.without.push_back(key);
            else
                profile.more.emplace(key, to_plist(value));
        }
    }
    reader.finish();
    return profile;
}

} // namespace nei::forge
