// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/report/sample_bundle.h"

namespace nei::test {
namespace {

using bundle::CodeItem;
using bundle::ItemKind;

Timestamp moment(std::string_view text) {
    return from_rfc3339(text).value();
}

bundle::CodeSlice slice(std::string architecture, std::optional<signature::Signature> signature) {
    bundle::CodeSlice made;
    made.code.architecture = std::move(architecture);
    made.code.file_type = macho::FileType::execute;
    made.code.size = 106'512;
    made.code.uuid = "00112233-4455-6677-8899-aabbccddeeff";
    made.code.platforms = {{"macos", 1, {12, 0, 0}, macho::Version{14, 2, 0}}};
    made.code.libraries = {{"/usr/lib/libSystem.B.dylib", macho::LibraryKind::load, {1336, 0, 0}, {1, 0, 0}}};
    made.library_targets = {""};
    made.signature = std::move(signature);
    return made;
}

CodeItem item(std::string path, ItemKind kind, std::optional<std::size_t> parent) {
    CodeItem made;
    made.path = std::move(path);
    made.root = "Fernway.app";
    made.path_in_root = made.path == made.root ? "." : made.path.substr(made.root.size() + 1);
    made.parent = parent;
    made.kind = kind;
    made.name = std::string(source::file_name(made.path));
    return made;
}

CodeItem app() {
    CodeItem made = item("Fernway.app", ItemKind::app, std::nullopt);
    made.bundle_identifier = "com.example.fernway";
    made.version = "2.1";
    made.build = "345";
    made.executable = "Fernway.app/Contents/MacOS/Fernway";
    made.executable_mode = 0755;
    made.info_plist = plist::Dictionary{{"CFBundleIdentifier", "com.example.fernway"}, {"LSUIElement", true}};
    made.slices = {slice("x86_64", sample_signature("com.example.fernway")),
                   slice("arm64", sample_signature("com.example.fernway"))};
    made.seal = signature::SealSummary{2, 13, 42};
    made.ticket.emplace();
    made.ticket->version = 1;
    made.ticket->issued = moment("2026-01-02T03:10:00Z");
    made.ticket->entries = {{2, Bytes(20, std::byte{0xab})}};
    return made;
}

CodeItem tunnel() {
    CodeItem made = item("Fernway.app/Contents/PlugIns/Tunnel.appex", ItemKind::app_extension, 0);
    made.bundle_identifier = "com.example.fernway.tunnel";
    made.version = "2.1";
    made.slices = {slice("arm64", sample_signature("com.example.fernway.tunnel"))};
    made.provider.emplace();
    made.provider->extension_points = {{"com.apple.networkextension.packet-tunnel", "Tunnel.Provider"}};
    made.profile = sample_profile();
    made.profile_path = "Fernway.app/Contents/PlugIns/Tunnel.appex/Contents/embedded.provisionprofile";

    profile::Authorisation allowed{"com.apple.application-identifier", true, {},  {}, {},
                                   profile::Verdict::allowed,          {},   true};
    allowed.claimed_xml = allowed.claimed_der = plist::Value("A1B2C3D4E5.com.example.fernway.tunnel");
    allowed.allowed = plist::Value("A1B2C3D4E5.*");
    profile::Authorisation refused{std::string(ne::network_extension_entitlement),
                                   true,
                                   {},
                                   {},
                                   {},
                                   profile::Verdict::not_allowed,
                                   {"packet-tunnel-provider"},
                                   false};
    refused.claimed_xml = refused.claimed_der = plist::Value(plist::Array{"packet-tunnel-provider"});
    refused.allowed = plist::Value(plist::Array{"packet-tunnel-provider-systemextension"});
    profile::Authorisation sandbox{"com.apple.security.app-sandbox",   false, {},   {}, {},
                                   profile::Verdict::needs_no_profile, {},    false};
    sandbox.claimed_xml = sandbox.claimed_der = plist::Value(true);
    made.authorisation = {allowed, refused, sandbox};
    return made;
}

} // namespace

signature::CertificatePointer sample_certificate(std::string common_name, std::string team) {
    auto made = std::make_shared<signature::Certificate>();
    made->subject = "CN=" + common_name;
    made->issuer = "CN=Developer ID Certification Authority";
    made->serial = "0a1b";
    made->sha1 = std::string(40, '1');
    made->sha256 = std::string(64, '2');
    made->common_name = std::move(common_name);
    made->organizational_unit = std::move(team);
    made->not_before = moment("2024-01-01T00:00:00Z");
    made->not_after = moment("2029-01-01T00:00:00Z");
    made->marker_oids = {"1.2.840.113635.100.6.1.13"};
    made->public_key = "RSA 2048";
    return made;
}

signature::Signature sample_signature(std::string identifier) {
    signature::Signature made;
    made.kind = signature::SignatureKind::cms;
    made.team_id = "A1B2C3D4E5";
    signature::CodeDirectory directory;
    directory.version = 0x20500;
    directory.flags = signature::flag_runtime;
    directory.identifier = identifier;
    directory.team_id = made.team_id;
    directory.hash_type = 2;
    directory.hash_size = 32;
    directory.page_size = 4096;
    directory.code_slots = 26;
    directory.special_slots = 7;
    directory.exec_seg_flags = 1;
    directory.runtime_version = 0x000e0200;
    directory.special_slot_hashes = {{1, Bytes(32, std::byte{0x11})}, {3, Bytes(32, std::byte{0x33})}};
    directory.length = 820;
    directory.cdhash_full = Bytes(32, std::byte{0xcd});
    made.code_directories = {directory};
    made.slots = {{0, signature::magic_code_directory, 820}, {0x10000, signature::magic_blob_wrapper, 9013}};
    made.identifier = std::move(identifier);
    made.designated_requirement = {"identifier \"" + made.identifier + "\" and anchor apple generic", true};
    made.signer = sample_certificate("Developer ID Application: Example Networks (A1B2C3D4E5)", "A1B2C3D4E5");
    made.signer_class = signature::SignerClass::developer_id_application;
    made.certificates = {made.signer};
    made.timestamp = moment("2026-01-02T03:04:05Z");
    made.cms_size = 9005;
    return made;
}

profile::Profile sample_profile() {
    profile::Profile made;
    made.name = "Fernway Tunnel Developer ID";
    made.uuid = "F00DF00D-0000-4000-8000-000000000001";
    made.type = profile::ProfileType::developer_id;
    made.platforms = {"OSX"};
    made.team_id = "A1B2C3D4E5";
    made.team_ids = {"A1B2C3D4E5"};
    made.team_name = "Example Networks";
    made.app_id = "A1B2C3D4E5.com.example.fernway.tunnel";
    made.created = moment("2026-01-01T00:00:00Z");
    made.expires = moment("2044-01-01T00:00:00Z");
    made.all_devices = true;
    made.entitlements = plist::Dictionary{
        {"com.apple.application-identifier", "A1B2C3D4E5.*"},
        {std::string(ne::network_extension_entitlement), plist::Array{"packet-tunnel-provider-systemextension"}}};
    made.content = plist::Dictionary{{"Name", made.name}, {"TimeToLive", 6570}};
    made.certificates = {sample_certificate("Developer ID Application: Example Networks (A1B2C3D4E5)", "A1B2C3D4E5")};
    made.signature = {true, signature::ChainAnchor::apple, "Mac OS X Provisioning Profile Signing", ""};
    return made;
}

bundle::Bundle sample_bundle() {
    bundle::Bundle made;
    made.source = {"Fernway.app", source::SourceKind::folder, 12'345'678, 214};
    made.items = {app()};
    CodeItem framework = item("Fernway.app/Contents/Frameworks/Kit.framework", ItemKind::framework, 0);
    framework.bundle_identifier = "com.example.kit";
    framework.version = "1.0";
    framework.slices = {slice("x86_64", sample_signature("com.example.kit")),
                        slice("arm64", sample_signature("com.example.kit"))};
    made.items.push_back(framework);
    for (const char* name : {"liba.dylib", "libb.dylib", "libc.dylib"}) {
        CodeItem library = item(std::string("Fernway.app/Contents/Frameworks/") + name, ItemKind::library, 0);
        library.slices = {slice("arm64", sample_signature(name))};
        made.items.push_back(library);
    }
    made.items.push_back(tunnel());
    made.problems = {{"link-outside", "Fernway.app/Contents/Resources/x",
                      "The symbolic link x leads out of the bundle and was not followed.", ProblemSeverity::warning}};
    return made;
}

} // namespace nei::test
