// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/der.h"
#include "core/plist/property_list.h"
#include "core/profile/profile.h"
#include "tests/forge/profile.h"
#include "tests/unit/signature/made_certificates.h"
#include "tests/unit/support/corpus.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace nei::profile {
namespace {

using plist::Array;
using plist::Dictionary;
using plist::Value;
using signature::ChainAnchor;
using test::Identity;
using test::make_cms;
using test::make_identity;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string apple = "1.2.840.113635.100.";

class ProfileTest : public testing::Test {
protected:
    Dictionary base(const std::string& platform) {
        return {{"Name", "Test profile"},
                {"UUID", "12345678-1234-1234-1234-123456789012"},
                {"TeamName", "Example"},
                {"AppIDName", "Tunnel"},
                {"TeamIdentifier", Array{"A1B2C3D4E5"}},
                {"ApplicationIdentifierPrefix", Array{"A1B2C3D4E5"}},
                {"Platform", Array{platform}},
                {"CreationDate", *from_rfc3339("2026-01-02T03:04:05Z")},
                {"ExpirationDate", *from_rfc3339("2027-01-02T03:04:05Z")},
                {"DeveloperCertificates", Array{developer.der()}},
                {"Entitlements",
                 Dictionary{{platform == "OSX" ? "com.apple.application-identifier" : "application-identifier",
                             "A1B2C3D4E5.com.example.app"}}}};
    }

    Bytes signed_profile(const Dictionary& content) {
        return make_cms(as_bytes(plist::to_xml(content)), signer, {issuer});
    }

    Profile parse(const Dictionary& content) { return parse(signed_profile(content)); }
    Profile parse(ByteView bytes) {
        auto parsed = parse_profile(bytes, cache, trust);
        EXPECT_TRUE(parsed) << parsed.error().message;
        return parsed ? *parsed : Profile{};
    }

    std::string error_of(ByteView bytes) {
        const auto parsed = parse_profile(bytes, cache, trust);
        return parsed ? "no error" : parsed.error().message;
    }

    signature::CertificateCache cache;
    signature::TrustStore trust = signature::TrustStore::apple();
    Identity root = make_identity({.common_name = "Look-alike Root", .authority = true});
    Identity issuer = make_identity({.common_name = "Look-alike CA", .authority = true}, &root);
    Identity signer = make_identity({.common_name = "Profile Signing"}, &issuer);
    Identity developer = make_identity(
        {.common_name = "Apple Development: X", .marker_oids = {apple + "6.1.2", apple + "6.1.12"}}, &issuer);
    Identity distributor =
        make_identity({.common_name = "Apple Distribution: X", .marker_oids = {apple + "6.1.4"}}, &issuer);
};

TEST_F(ProfileTest, SaysAllThatTheProfileHas) {
    Dictionary content = base("OSX");
    content["ProvisionedDevices"] = Array{"device-1", "device-2"};
    content["IsXcodeManaged"] = true;
    const Profile profile = parse(content);
    EXPECT_THAT(profile.problems, IsEmpty());
    EXPECT_EQ(profile.name, "Test profile");
    EXPECT_EQ(profile.uuid, "12345678-1234-1234-1234-123456789012");
    EXPECT_EQ(profile.team_name, "Example");
    EXPECT_EQ(profile.app_id_name, "Tunnel");
    EXPECT_EQ(profile.team_id, "A1B2C3D4E5");
    EXPECT_EQ(profile.app_id, "A1B2C3D4E5.com.example.app");
    EXPECT_THAT(profile.platforms, ElementsAre("OSX"));
    EXPECT_EQ(to_rfc3339(*profile.created), "2026-01-02T03:04:05Z");
    EXPECT_EQ(to_rfc3339(*profile.expires), "2027-01-02T03:04:05Z");
    EXPECT_THAT(profile.devices, ElementsAre("device-1", "device-2"));
    EXPECT_TRUE(profile.xcode_managed);
    EXPECT_FALSE(profile.all_devices);
    EXPECT_FALSE(profile.local);
    ASSERT_EQ(profile.certificates.size(), 1u);
    EXPECT_EQ(profile.certificates[0]->common_name, "Apple Development: X");
    EXPECT_EQ(profile.type, ProfileType::development);
    EXPECT_FALSE(profile.der_content);
}

TEST_F(ProfileTest, SignatureIsJudgedAgainstTheRootsThatAreTrusted) {
    const Bytes bytes = signed_profile(base("OSX"));
    const Profile unknown = parse(bytes);
    EXPECT_TRUE(unknown.signature.content_intact);
    EXPECT_EQ(unknown.signature.chain, ChainAnchor::unknown);
    EXPECT_EQ(unknown.signature.signer, "Profile Signing");
    ASSERT_TRUE(trust.add_given(root.der()));
    EXPECT_EQ(parse(bytes).signature.chain, ChainAnchor::given_root);
}

TEST_F(ProfileTest, EditedContentIsReadAndSaidToBeEdited) {
    Bytes bytes = signed_profile(base("OSX"));
    const std::size_t at = as_text(bytes).find("Test profile");
    ASSERT_NE(at, std::string_view::npos);
    bytes[at] = std::byte{'B'};
    const Profile profile = parse(bytes);
    EXPECT_EQ(profile.name, "Best profile");
    EXPECT_FALSE(profile.signature.content_intact);
    EXPECT_THAT(profile.signature.problem, HasSubstr("changed after it was signed"));
}

TEST_F(ProfileTest, IndefiniteLengthsAreRead) {
    const std::string xml = plist::to_xml(base("iOS"));
    const Bytes bytes = make_cms(as_bytes(xml), signer, {issuer}, {.indefinite = true});
    EXPECT_TRUE(looks_like_profile(bytes));
    EXPECT_TRUE(parse(bytes).signature.content_intact);
}

TEST_F(ProfileTest, TypeFollowsDevicesPlatformAndCertificates) {
    Dictionary content = base("OSX");
    EXPECT_EQ(parse(content).type, ProfileType::app_store);
    content["ProvisionsAllDevices"] = true;
    EXPECT_EQ(parse(content).type, ProfileType::developer_id);
    content["Platform"] = Array{"iOS", "xrOS", "visionOS"};
    EXPECT_EQ(parse(content).type, ProfileType::enterprise);

    Dictionary devices = base("iOS");
    devices["ProvisionedDevices"] = Array{"device"};
    EXPECT_EQ(parse(devices).type, ProfileType::ad_hoc);
    (*devices["Entitlements"].dictionary())["get-task-allow"] = false;
    EXPECT_EQ(parse(devices).type, ProfileType::ad_hoc);
    (*devices["Entitlements"].dictionary())["get-task-allow"] = true;
    EXPECT_EQ(parse(devices).type, ProfileType::development);

    Dictionary mac_devices = base("OSX");
    mac_devices["ProvisionedDevices"] = Array{"device"};
    EXPECT_EQ(parse(mac_devices).type, ProfileType::development);
    mac_devices["DeveloperCertificates"] = Array{distributor.der()};
    EXPECT_EQ(parse(mac_devices).type, ProfileType::ad_hoc);

    EXPECT_FALSE(parse(Dictionary{{"Name", "something"}}).type) << "nothing to tell it by";
}

/// The payload of DER-Encoded-Profile: SET { SEQUENCE { UTF8String key, value } ... }.
Bytes der_set(const Dictionary& dictionary) {
    // The dictionary form of entitlements has the same members inside [APPLICATION 16] { INTEGER 1, [CONTEXT 16] }.
    Bytes der = plist::to_der_dictionary(dictionary);
    const auto header = [&](std::size_t at) { return std::to_integer<unsigned>(der[at + 1]) < 0x80 ? 2u : 3u; };
    const std::size_t inner = header(0) + 3;
    der.erase(der.begin(), der.begin() + static_cast<std::ptrdiff_t>(inner));
    der[0] = std::byte{0x31};
    return der;
}

TEST_F(ProfileTest, DerFormIsDecoded) {
    Dictionary content = base("OSX");
    content["DER-Encoded-Profile"] =
        make_cms(der_set({{"Name", "Test profile"}, {"ProfileDistributionType", "LIMITED"}}), signer, {issuer});
    content["ProvisionedDevices"] = Array{"device"};
    content["DeveloperCertificates"] = Array{distributor.der()};
    const Profile profile = parse(content);
    EXPECT_THAT(profile.problems, IsEmpty());
    ASSERT_TRUE(profile.der_content);
    EXPECT_EQ(*profile.der_content->find_string("Name"), "Test profile");
    EXPECT_EQ(profile.distribution_type, "LIMITED");
    EXPECT_EQ(profile.type, ProfileType::development);
}

TEST_F(ProfileTest, BrokenPartsAreProblemsAndHideNothing) {
    Dictionary content = base("OSX");
    content["DER-Encoded-Profile"] = to_bytes(as_bytes("no DER"));
    content["DeveloperCertificates"] = Array{to_bytes(as_bytes("no certificate")), developer.der(), "text"};
    content.erase("Entitlements");
    content["Name"] = 5;
    const Profile profile = parse(content);
    std::vector<std::string> codes;
    for (const Problem& problem : profile.problems) {
        codes.push_back(problem.code);
        EXPECT_THAT(problem.message, EndsWith("."));
    }
    EXPECT_THAT(codes, testing::UnorderedElementsAre("der-profile-unreadable", "certificate-unreadable",
                                                     "certificate-unreadable", "profile-without-entitlements"));
    EXPECT_EQ(profile.certificates.size(), 1u);
    EXPECT_EQ(profile.name, "");
    EXPECT_EQ(profile.team_id, "A1B2C3D4E5");
}

TEST_F(ProfileTest, WhatIsNoProfileIsNamed) {
    const std::string xml = plist::to_xml(base("OSX"));
    EXPECT_THAT(error_of({}), HasSubstr("empty"));
    EXPECT_THAT(error_of(as_bytes(xml)), HasSubstr("XML property list without a signature"));
    EXPECT_THAT(error_of(as_bytes("\xef\xbb\xbf\n" + xml)), HasSubstr("XML property list without a signature"));
    EXPECT_THAT(error_of(as_bytes("bplist00....")), HasSubstr("binary property list"));
    EXPECT_THAT(error_of(as_bytes("bogus")), HasSubstr("This is text"));
    EXPECT_THAT(error_of(*from_hex("cafebabe00000002")), HasSubstr("not a provisioning profile"));
    EXPECT_THAT(error_of(make_cms(as_bytes("words"), signer, {})), HasSubstr("something else"));
    EXPECT_THAT(error_of(make_cms(as_bytes(xml), signer, {}, {.detached = true})), HasSubstr("no content"));
    const std::string settings =
        plist::to_xml(Dictionary{{"PayloadType", "Configuration"}, {"PayloadContent", Array{}}});
    EXPECT_THAT(error_of(make_cms(as_bytes(settings), signer, {})), HasSubstr("configuration profile"));
    const Bytes whole = signed_profile(base("OSX"));
    EXPECT_THAT(error_of(ByteView(whole).first(whole.size() / 2)), HasSubstr("cannot be read"));
}

TEST_F(ProfileTest, ForgedProfilesOfEveryKindAreWhatTheySay) {
    ASSERT_TRUE(trust.add_given(as_bytes(forge::trust_roots_pem())));
    for (const bool macos : {true, false}) {
        for (const std::string word : {"development", "ad-hoc", "enterprise", "developer-id", "app-store"}) {
            if (macos ? word == "ad-hoc" || word == "enterprise" : word == "developer-id") continue;
            SCOPED_TRACE(word);
            forge::ProfileOptions options;
            options.kind = forge::profile_kind(word);
            options.platforms = {macos ? "OSX" : "iOS"};
            options.name = "Forged";
            options.entitlements = {{macos ? "com.apple.application-identifier" : "application-identifier",
                                     "7Q2L9XK4PD.com.example.fernway"}};
            if (!macos) options.entitlements["get-task-allow"] = word == "development";
            const Profile profile = parse(forge::make_profile(options));
            EXPECT_THAT(profile.problems, IsEmpty());
            ASSERT_TRUE(profile.type);
            EXPECT_EQ(slug(*profile.type), word);
            EXPECT_TRUE(profile.signature.content_intact);
            EXPECT_EQ(profile.signature.chain, ChainAnchor::given_root);
            ASSERT_TRUE(profile.der_content);
            EXPECT_EQ(*profile.der_content->find("Entitlements"), profile.entitlements);
        }
    }
}

TEST(LooksLikeProfile, NeedsSignedDataAtTheStart) {
    EXPECT_TRUE(looks_like_profile(*from_hex("308006092a864886f70d010702")));
    EXPECT_TRUE(looks_like_profile(*from_hex("3082abcd06092a864886f70d010702a0")));
    EXPECT_FALSE(looks_like_profile(*from_hex("3082abcd06092a864886f70d010701a0"))) << "plain data";
    EXPECT_FALSE(looks_like_profile(*from_hex("3082abcd06092a8648")));
    EXPECT_FALSE(looks_like_profile(*from_hex("30")));
    EXPECT_FALSE(looks_like_profile({}));
}

// --- real profiles ---

nlohmann::json to_json(const Value& value) {
    if (const auto* text = value.string()) return *text;
    if (const auto* flag = value.boolean()) return *flag;
    if (const auto* number = value.integer()) return *number;
    if (const auto* array = value.array()) {
        auto list = nlohmann::json::array();
        for (const Value& member : *array) list.push_back(to_json(member));
        return list;
    }
    if (const auto* dictionary = value.dictionary()) {
        auto object = nlohmann::json::object();
        for (const auto& [key, member] : *dictionary) object[key] = to_json(member);
        return object;
    }
    return plist::one_line(value);
}

nlohmann::json facts_of(const Profile& profile) {
    return {{"parsed", true},
            {"name", profile.name},
            {"uuid", profile.uuid},
            {"team_id", profile.team_id.value_or("")},
            {"app_id", profile.app_id.value_or("")},
            {"platforms", profile.platforms},
            {"created", profile.created ? to_rfc3339(*profile.created) : ""},
            {"expires", profile.expires ? to_rfc3339(*profile.expires) : ""},
            {"type", profile.type ? std::string(slug(*profile.type)) : ""},
            {"all_devices", profile.all_devices},
            {"devices", profile.devices.size()},
            {"certificates", profile.certificates.size()},
            {"content_intact", profile.signature.content_intact},
            {"entitlements", to_json(profile.entitlements)}};
}

TEST_F(ProfileTest, AgreesWithTheFactsOfRealProfiles) {
    const auto expected_files = test::corpus_files("expected-profiles.json");
    NEI_REQUIRE_CORPUS(expected_files, 21);
    const auto expected = nlohmann::json::parse(as_text(test::read_whole(expected_files[0])));
    std::size_t compared = 0, skipped = 0;
    for (const auto& [archive, profiles] : expected.items()) {
        const auto item = test::CorpusItem::unpack(archive);
        if (!item) {
            skipped += profiles.size();
            continue;
        }
        for (const auto& [path, facts] : profiles.items()) {
            SCOPED_TRACE(path);
            ++compared;
            const auto parsed = parse_profile(test::read_whole(item->folder() / path), cache, trust);
            ASSERT_EQ(parsed.has_value(), facts.at("parsed").get<bool>()) << (parsed ? "read" : parsed.error().message);
            if (!parsed) {
                EXPECT_THAT(parsed.error().message, EndsWith("."));
                continue;
            }
            EXPECT_EQ(facts_of(*parsed), facts);
            EXPECT_THAT(parsed->problems, IsEmpty());
            EXPECT_EQ(parsed->signature.problem.empty(), parsed->signature.content_intact);
            const bool made_for_tests = parsed->team_id == "TestFixture";
            EXPECT_EQ(parsed->signature.chain, made_for_tests ? ChainAnchor::self_signed : ChainAnchor::apple);
        }
    }
    if (skipped > 0)
        GTEST_SKIP() << "skipped " << skipped << " of 21 profiles, their archives are absent or unreadable";
    EXPECT_EQ(compared, 21u);
}

} // namespace
} // namespace nei::profile
