// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/sample.h"

namespace nei::test {
namespace {

using bundle::CodeItem;
using bundle::ItemKind;
using plist::Value;
using profile::Verdict;

constexpr const char* team = "7Q2L9XK4PD";

signature::CertificatePointer certificate(std::string name, std::string issuer) {
    auto certificate = std::make_shared<signature::Certificate>();
    certificate->common_name = name;
    certificate->subject = name;
    certificate->issuer = std::move(issuer);
    certificate->sha256 = std::string(60, 'a') + std::to_string(name.size() % 10000 + 1000);
    certificate->not_before = *from_rfc3339("2024-01-01");
    certificate->not_after = *from_rfc3339("2029-03-12");
    return certificate;
}

signature::Signature signature_of(const std::string& identifier, Value entitlements) {
    signature::Signature signature;
    signature.kind = signature::SignatureKind::cms;
    signature.identifier = identifier;
    signature.team_id = team;
    signature::CodeDirectory directory;
    directory.version = 0x20500;
    directory.flags = signature::flag_runtime;
    directory.identifier = identifier;
    directory.team_id = team;
    directory.hash_type = 2;
    directory.hash_size = 32;
    directory.page_size = 4096;
    directory.code_slots = 1184;
    directory.special_slots = 7;
    directory.code_limit = 4'849'136;
    directory.special_slot_hashes = {{1, Bytes(32, std::byte{0x11})}, {5, Bytes(32, std::byte{0x55})}};
    directory.cdhash_full = Bytes(32, std::byte{0xc1});
    signature.code_directories.push_back(directory);
    directory.hash_type = 1;
    directory.cdhash_full = Bytes(20, std::byte{0xc2});
    signature.code_directories.push_back(directory);
    signature.designated_requirement = {.text = "identifier \"" + identifier + "\" and anchor apple generic",
                                        .is_explicit = true};
    signature.entitlements = signature::Entitlements{};
    signature.entitlements->xml = entitlements;
    signature.entitlements->der = std::move(entitlements);
    signature.certificates = {certificate("Developer ID Application: Example Networks Ltd", "Developer ID CA"),
                              certificate("Developer ID CA", "Root CA"), certificate("Root CA", "Root CA")};
    signature.signer = signature.certificates.front();
    signature.signer_class = signature::SignerClass::developer_id_application;
    signature.constraints.self = Value(plist::Dictionary{{"team-identifier", Value(team)}});
    return signature;
}

bundle::CodeSlice slice(const char* architecture, std::optional<signature::Signature> signature) {
    bundle::CodeSlice slice;
    slice.code.architecture = architecture;
    slice.code.platforms = {{.name = "macos", .number = 1, .minimum_os = {.major = 12}, .sdk = std::nullopt}};
    if (signature) slice.code.signature_range = {.offset = 4096, .size = 512};
    slice.signature = std::move(signature);
    return slice;
}

profile::Authorisation row(std::string key, bool restricted, std::optional<Value> claimed, std::optional<Value> allowed,
                           Verdict verdict) {
    profile::Authorisation row;
    row.key = std::move(key);
    row.restricted = restricted;
    row.claimed_xml = claimed;
    row.claimed_der = std::move(claimed);
    row.allowed = std::move(allowed);
    row.verdict = verdict;
    return row;
}

CodeItem item(std::string path, std::optional<std::size_t> parent, ItemKind kind, std::string name) {
    CodeItem item;
    item.path = std::move(path);
    item.root = ".";
    item.parent = parent;
    item.kind = kind;
    item.name = std::move(name);
    return item;
}

CodeItem tunnel() {
    CodeItem tunnel = item("Contents/PlugIns/Tunnel.appex", 0, ItemKind::app_extension, "Tunnel.appex");
    tunnel.bundle_identifier = "com.example.fernway.tunnel";
    tunnel.version = "2.1";
    tunnel.build = "345";
    tunnel.provider = bundle::Provider{
        .packaging = ne::Packaging::app_extension,
        .style = bundle::Provider::Style::ns_extension,
        .extension_points = {{.identifier = "com.apple.networkextension.packet-tunnel", .principal_class = "T.P"}},
        .mach_service_name = std::nullopt};
    const std::string networking(ne::network_extension_entitlement);
    const Value claim(plist::Array{Value("packet-tunnel-provider")});
    const Value both(plist::Array{Value("packet-tunnel-provider"), Value("dns-proxy")});
    tunnel.slices.push_back(
        slice("arm64", signature_of("com.example.fernway.tunnel", Value(plist::Dictionary{{networking, claim}}))));
    tunnel.slices.push_back(slice("x86_64", std::nullopt));
    tunnel.profile = profile::Profile{};
    tunnel.profile->name = "Fernway <b>Tunnel</b>";
    tunnel.profile->type = profile::ProfileType::developer_id;
    tunnel.profile->all_devices = true;
    tunnel.profile->app_id = "7Q2L9XK4PD.com.example.fernway.tunnel";
    tunnel.profile->expires = from_rfc3339("2025-01-01");
    tunnel.profile->certificates = {tunnel.slices[0].signature->signer};
    tunnel.profile->signature.content_intact = true;
    tunnel.profile->signature.chain = signature::ChainAnchor::apple;
    tunnel.profile_path = "Contents/PlugIns/Tunnel.appex/Contents/embedded.provisionprofile";
    tunnel.authorisation = {
        row("com.apple.developer.associated-domains", true, Value("*"), std::nullopt, Verdict::not_allowed),
        row(networking, true, claim, both, Verdict::allowed),
        row("com.apple.developer.system-extension.install", true, std::nullopt, Value(true),
            Verdict::allowed_but_unused),
        row("com.apple.security.app-sandbox", false, Value(true), std::nullopt, Verdict::needs_no_profile)};
    return tunnel;
}

} // namespace

Timestamp sample_now() {
    return *from_rfc3339("2026-11-21");
}

std::shared_ptr<const bundle::Bundle> sample_bundle() {
    auto bundle = std::make_shared<bundle::Bundle>();
    bundle->source = {.name = "Fernway.app", .kind = source::SourceKind::folder, .bytes = 1'000'000, .files = 214};
    CodeItem app = item(".", std::nullopt, ItemKind::app, "Fernway.app");
    app.bundle_identifier = "com.example.fernway";
    app.version = "2.1";
    app.build = "345";
    app.slices.push_back(slice("arm64", signature_of("com.example.fernway", Value())));
    bundle->items.push_back(std::move(app));
    bundle->items.push_back(item("Contents/Frameworks/Kit.framework", 0, ItemKind::framework, "Kit.framework"));
    CodeItem nested = item("Contents/Frameworks/Kit.framework/Versions/A/XPCServices/Helper.xpc", 1,
                           ItemKind::xpc_service, "Helper.xpc");
    nested.slices.push_back(slice("arm64", std::nullopt));
    bundle->items.push_back(std::move(nested));
    bundle->items.push_back(item("Contents/MacOS/fernwayctl", 0, ItemKind::executable, "fernwayctl"));
    bundle->items.push_back(tunnel());
    bundle->problems = {{.code = "file-truncated",
                         .path = "Contents/Frameworks/Kit.framework/Versions/A/Kit",
                         .message = "The file ends at byte 8, and its header puts the signature at byte 16.",
                         .severity = ProblemSeverity::error},
                        {.code = "entry-skipped",
                         .path = "",
                         .message = "One entry was left out.",
                         .severity = ProblemSeverity::warning}};
    return bundle;
}

QStringList picture(const QAbstractItemModel& model, const QModelIndex& parent) {
    QStringList lines;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(parent); ++column)
            cells.append(model.index(row, column, parent).data(Qt::AccessibleTextRole).toString());
        while (!cells.isEmpty() && cells.last().isEmpty()) cells.removeLast();
        lines.append(cells.join(QStringLiteral(" | ")));
        for (const QString& line : picture(model, model.index(row, 0, parent)))
            lines.append(QStringLiteral("  ") + line);
    }
    return lines;
}

} // namespace nei::test
