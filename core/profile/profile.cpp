// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/profile/profile.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/plist/der.h"
#include "core/plist/property_list.h"
#include "core/signature/cms.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nei::profile {
namespace {

using plist::Value;

constexpr std::string_view macos_platform = "OSX";
constexpr std::string_view der_key = "DER-Encoded-Profile";

Problem problem(std::string code, std::string message, ProblemSeverity severity = ProblemSeverity::error) {
    return {std::move(code), "", std::move(message), severity};
}

/// Bytes that are no CMS at all, named as what they seem to be.
Error not_signed(ByteView bytes) {
    std::string_view text = as_text(bytes);
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    text = start == std::string_view::npos ? std::string_view() : text.substr(start);
    if (text.starts_with("<?xml") || text.starts_with("<plist") || text.starts_with("<!DOCTYPE plist"))
        return {ErrorCode::malformed, "This is an XML property list without a signature, not a provisioning profile: "
                                      "the CMS signature around it is missing. Download the profile again."};
    if (text.starts_with("bplist"))
        return {ErrorCode::malformed, "This is a binary property list without a signature, not a provisioning "
                                      "profile. Download the profile again."};
    if (is_utf8(as_text(bytes)))
        return {ErrorCode::malformed, "This is text, not a provisioning profile: a profile is a property list inside "
                                      "a CMS signature. Download the profile again."};
    return {ErrorCode::malformed, "This is not a provisioning profile: it does not start with a CMS signature. "
                                  "Download the profile again."};
}

std::string text_of(const Value& content, std::string_view key) {
    const std::string* text = content.find_string(key);
    return text ? *text : std::string();
}

std::vector<std::string> texts_of(const Value& content, std::string_view key) {
    const Value* value = content.find(key);
    return value ? plist::strings(*value) : std::vector<std::string>();
}

bool flag_of(const Value& content, std::string_view key) {
    const Value* value = content.find(key);
    const bool* flag = value ? value->boolean() : nullptr;
    return flag && *flag;
}

std::optional<Timestamp> date_of(const Value& content, std::string_view key) {
    const Value* value = content.find(key);
    const Timestamp* date = value ? value->date() : nullptr;
    return date ? std::optional(*date) : std::nullopt;
}

std::optional<std::string> app_id_of(const Value& entitlements) {
    for (const std::string_view key : {"com.apple.application-identifier", "application-identifier"})
        if (const std::string* app_id = entitlements.find_string(key)) return *app_id;
    return std::nullopt;
}

/// Apple Development, Mac Developer and iPhone Developer certificates, by their marker extensions.
bool is_for_development(const signature::CertificatePointer& certificate) {
    return certificate->has_marker("1.2.840.113635.100.6.1.2") || certificate->has_marker("1.2.840.113635.100.6.1.12");
}

/// Development or ad hoc: profiles for listed devices. macOS has no key for it, there the certificates tell.
ProfileType type_for_devices(const Profile& profile, bool for_macos) {
    if (flag_of(profile.entitlements, "get-task-allow") ||
        flag_of(profile.entitlements, "com.apple.security.get-task-allow"))
        return ProfileType::development;
    // Both kinds may say LIMITED, so it decides on macOS only, where ad hoc distribution is unheard of.
    if (!for_macos || profile.distribution_type == "ADHOC") return ProfileType::ad_hoc;
    if (profile.distribution_type == "LIMITED" || profile.certificates.empty()) return ProfileType::development;
    if (std::ranges::any_of(profile.certificates, is_for_development)) return ProfileType::development;
    return ProfileType::ad_hoc;
}

std::optional<ProfileType> derive_type(const Profile& profile) {
    if (!profile.content.find("Entitlements") && !profile.content.find("DeveloperCertificates")) return std::nullopt;
    const bool for_macos = std::ranges::find(profile.platforms, macos_platform) != profile.platforms.end();
    if (profile.all_devices) return for_macos ? ProfileType::developer_id : ProfileType::enterprise;
    if (profile.content.find("ProvisionedDevices")) return type_for_devices(profile, for_macos);
    return ProfileType::app_store;
}

void read_certificates(Profile& profile, signature::CertificateCache& cache) {
    const Value* value = profile.content.find("DeveloperCertificates");
    const plist::Array* array = value ? value->array() : nullptr;
    if (!array) return;
    const std::size_t count = std::min(array->size(), limits::profile_certificates);
    if (count < array->size())
        profile.problems.push_back(problem("too-many-certificates",
                                           fmt::format("The provisioning profile holds {} certificates; only the first "
                                                       "{} are read.",
                                                       grouped(array->size()), grouped(count))));
    for (std::size_t i = 0; i < count; ++i) {
        const Bytes* der = (*array)[i].data();
        auto certificate = der ? cache.decode(*der) : nullptr;
        if (certificate)
            profile.certificates.push_back(std::move(certificate));
        else
            profile.problems.push_back(
                problem("certificate-unreadable",
                        fmt::format("Certificate {} of {} in the provisioning profile cannot be decoded and is left "
                                    "out.",
                                    i + 1, array->size())));
    }
}

/// The DER form inside the XML form: a CMS of its own around a SET of SEQUENCE { key, value }.
Result<Value> read_der_form(ByteView bytes, signature::CertificateCache& cache) {
    const auto data = signature::parse_signed_data(bytes, cache);
    if (!data) return std::unexpected(data.error());
    if (!data->content) return fail(ErrorCode::malformed, "Its CMS signature holds no content.");
    auto value = plist::parse_der_value(*data->content);
    if (value && !value->dictionary()) return fail(ErrorCode::malformed, "Its content is not a dictionary.");
    return value;
}

void read_der_content(Profile& profile, signature::CertificateCache& cache) {
    const Value* encoded = profile.content.find(der_key);
    if (!encoded) return;
    const Bytes* bytes = encoded->data();
    auto value = bytes ? read_der_form(*bytes, cache) : fail(ErrorCode::malformed, "It is not byte data.");
    if (!value) {
        profile.problems.push_back(problem("der-profile-unreadable",
                                           fmt::format("The DER form of the provisioning profile (DER-Encoded-Profile) "
                                                       "cannot be read. {}",
                                                       value.error().message)));
        return;
    }
    profile.der_content = std::move(*value);
    if (const std::string* type = profile.der_content->find_string("ProfileDistributionType"))
        profile.distribution_type = *type;
}

ProfileSignature judge_signature(const signature::SignedData& data, const signature::TrustStore& trust) {
    ProfileSignature result;
    if (data.signers.empty()) {
        result.problem = "The provisioning profile's signature names no signer that could be read.";
        return result;
    }
    const signature::SignerInfo& signer = data.signers.front();
    if (signer.certificate) result.signer = signer.certificate->common_name;
    result.chain = trust.anchor(signer.certificate, data.certificates);
    if (const auto verified = signature::verify_signer(signer, *data.content); verified)
        result.content_intact = true;
    else
        result.problem = verified.error().message;
    return result;
}

void read_fields(Profile& profile, signature::CertificateCache& cache) {
    const Value& content = profile.content;
    profile.name = text_of(content, "Name");
    profile.uuid = text_of(content, "UUID");
    profile.team_name = text_of(content, "TeamName");
    profile.app_id_name = text_of(content, "AppIDName");
    profile.platforms = texts_of(content, "Platform");
    profile.team_ids = texts_of(content, "TeamIdentifier");
    if (!profile.team_ids.empty()) profile.team_id = profile.team_ids.front();
    profile.app_id_prefixes = texts_of(content, "ApplicationIdentifierPrefix");
    profile.created = date_of(content, "CreationDate");
    profile.expires = date_of(content, "ExpirationDate");
    profile.devices = texts_of(content, "ProvisionedDevices");
    profile.all_devices = flag_of(content, "ProvisionsAllDevices");
    profile.xcode_managed = flag_of(content, "IsXcodeManaged");
    profile.local = flag_of(content, "LocalProvision");
    const Value* entitlements = content.find("Entitlements");
    if (entitlements && entitlements->dictionary())
        profile.entitlements = *entitlements;
    else
        profile.problems.push_back(problem("profile-without-entitlements",
                                           "The provisioning profile has no \"Entitlements\" dictionary; it is taken "
                                           "to allow nothing."));
    profile.app_id = app_id_of(profile.entitlements);
    read_certificates(profile, cache);
    read_der_content(profile, cache);
    profile.type = derive_type(profile);
}

Result<Value> read_content(const signature::SignedData& data) {
    if (!data.content)
        return fail(ErrorCode::malformed, "The provisioning profile is empty inside: its CMS signature holds no "
                                          "content. Download the profile again.");
    auto document = plist::parse(*data.content);
    if (!document)
        return fail(document.error().code,
                    fmt::format("This is a CMS signature around something else than a provisioning profile. {}",
                                document.error().message));
    if (!document->value.dictionary())
        return fail(ErrorCode::malformed, "This is a CMS signature around a property list that is not a dictionary, "
                                          "not a provisioning profile.");
    if (document->value.find("PayloadContent") && document->value.find("PayloadType"))
        return fail(ErrorCode::unsupported, "This is a configuration profile (.mobileconfig), not a provisioning "
                                            "profile.");
    return std::move(document->value);
}

} // namespace

std::string_view slug(ProfileType type) {
    switch (type) {
    case ProfileType::development: return "development";
    case ProfileType::ad_hoc: return "ad-hoc";
    case ProfileType::enterprise: return "enterprise";
    case ProfileType::developer_id: return "developer-id";
    case ProfileType::app_store: return "app-store";
    }
    return "development";
}

std::string_view display_name(ProfileType type) {
    switch (type) {
    case ProfileType::development: return "Development";
    case ProfileType::ad_hoc: return "Ad hoc";
    case ProfileType::enterprise: return "Enterprise";
    case ProfileType::developer_id: return "Developer ID";
    case ProfileType::app_store: return "App Store";
    }
    return "Development";
}

Result<Profile> parse_profile(ByteView bytes, signature::CertificateCache& certificates,
                              const signature::TrustStore& trust) {
    if (bytes.empty())
        return fail(ErrorCode::truncated, "The provisioning profile is empty (0 bytes). Download the profile again.");
    if (bytes.size() > limits::profile_bytes)
        return fail(ErrorCode::too_large, fmt::format("The provisioning profile has {} bytes, more than the {} that "
                                                      "are read.",
                                                      grouped(bytes.size()), grouped(limits::profile_bytes)));
    if (!looks_like_profile(bytes)) return std::unexpected(not_signed(bytes));
    auto data = signature::parse_signed_data(bytes, certificates);
    if (!data)
        return fail(data.error().code, fmt::format("The provisioning profile cannot be read. {} Download the profile "
                                                   "again.",
                                                   data.error().message));
    auto content = read_content(*data);
    if (!content) return std::unexpected(content.error());
    Profile profile;
    profile.content = std::move(*content);
    profile.problems = data->problems;
    profile.signature = judge_signature(*data, trust);
    read_fields(profile, certificates);
    return profile;
}

bool looks_like_profile(ByteView start) {
    constexpr std::array signed_data_oid{0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02};
    constexpr unsigned sequence = 0x30, long_form = 0x80;
    if (start.size() < 2 || std::to_integer<unsigned>(start[0]) != sequence) return false;
    const auto length = std::to_integer<unsigned>(start[1]);
    const std::size_t length_bytes = length > long_form ? length - long_form : 0; // 0x80 alone: indefinite
    const auto oid = slice(start, 2 + length_bytes, signed_data_oid.size());
    return oid && std::ranges::equal(*oid, signed_data_oid,
                                     [](std::byte have, int want) { return std::to_integer<int>(have) == want; });
}

} // namespace nei::profile
