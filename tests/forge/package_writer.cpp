// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/package_writer.h"

#include "core/plist/property_list.h"
#include "tests/forge/archive_writer.h"
#include "tests/forge/byte_writer.h"
#include "tests/forge/item.h"
#include "tests/forge/spec_error.h"
#include "tests/forge/ticket.h"
#include "tests/forge/xar_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace nei::forge {
namespace {

constexpr std::string_view usual_identifier = "com.example.fernway.pkg";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

DigestAlgorithm algorithm(SpecReader& reader) {
    const std::string word = reader.text("checksum", "sha1");
    if (word == "sha1") return DigestAlgorithm::sha1;
    if (word == "sha256") return DigestAlgorithm::sha256;
    if (word == "sha512") return DigestAlgorithm::sha512;
    reader.refuse("checksum", "is one of sha1, sha256, sha512");
}

/// pbzx: chunks that are a whole xz file each, and the flag that more of them follow.
Bytes pbzx(ByteView content, const Bytes& compressed) {
    ByteWriter out;
    constexpr std::uint64_t chunk = 0x1000000;
    return out.text("pbzx").u64(chunk).u64(content.size()).u64(compressed.size()).bytes(compressed).take();
}

Bytes payload_bytes(const Tree& payload, SpecReader& reader, std::string_view form, Timestamp date) {
    const auto packed = [&](Compression compression) {
        return write_archive(payload, ArchiveFormat::cpio, compression, date, "./");
    };
    if (form == "gzip") return packed(Compression::gzip);
    if (form == "bzip2") return packed(Compression::bzip2);
    if (form == "xz") return packed(Compression::xz);
    if (form == "plain") return packed(Compression::none);
    if (form == "pbzx") return pbzx(packed(Compression::none), packed(Compression::xz));
    if (form == "damaged") return to_bytes(as_bytes("neither cpio nor anything else"));
    reader.refuse("payload", "is one of gzip, bzip2, xz, pbzx, plain, damaged, or null");
}

/// `bundle` elements for what lies outermost in the payload.
std::string bundle_elements(const Tree& payload) {
    constexpr std::string_view info = "/Contents/Info.plist";
    std::string elements;
    for (const auto& [path, entry] : payload.entries()) {
        const std::size_t at = path.find(info);
        if (at == std::string::npos || at + info.size() != path.size() || path.find("/Contents/") != at) continue;
        const auto document = plist::parse(entry.bytes());
        if (!document) continue;
        const auto text = [&](std::string_view key) {
            const std::string* found = document->value.find_string(key);
            return escaped(found ? *found : std::string());
        };
        elements += fmt::format("    <bundle path=\"./{}\" id=\"{}\" CFBundleShortVersionString=\"{}\" "
                                "CFBundleVersion=\"{}\"/>\n",
                                escaped(path.substr(0, at)), text("CFBundleIdentifier"),
                                text("CFBundleShortVersionString"), text("CFBundleVersion"));
    }
    return elements;
}

class PackageWriter {
public:
    PackageWriter(const Json& package, const PackageContent& content, std::string name)
        : reader_(package, "package"), content_(content), name_(std::move(name)) {}

    Bytes write() {
        const bool product = reader_.flag("product", false);
        identifier_ = reader_.text("identifier", std::string(usual_identifier));
        version_ = reader_.text("version", "1.0");
        add_component(reader_, product ? name_ + ".pkg/" : "", &content_.payload);
        if (const Json* more = reader_.find("components")) {
            if (!product) reader_.refuse("components", "are only in a product: add \"product\": true");
            for (const auto& [name, json] : more->items()) {
                SpecReader component(json, "component " + name);
                add_component(component, name + ".pkg/", nullptr);
                component.finish();
            }
        }
        if (const Json* files = reader_.find("files"))
            for (const auto& [name, json] : files->items()) members_[name] = {file_content(json, name), true};
        add_distribution(product);
        return finish();
    }

private:
    void add_component(SpecReader& reader, const std::string& folder, const Tree* payload) {
        const std::string identifier = reader.text("identifier", std::string(usual_identifier));
        const std::string version = reader.text("version", version_);
        const std::string place = reader.text("install_location", "/Applications");
        const bool has_payload = payload && !reader.is_null("payload");
        std::string inside, scripts;
        if (has_payload) {
            members_[folder + "Payload"] = {
                payload_bytes(*payload, reader, reader.text("payload", "gzip"), content_.date), false};
            members_[folder + "Bom"] = {to_bytes(as_bytes("BOMStore")), true};
            inside = fmt::format("    <payload numberOfFiles=\"{}\" installKBytes=\"{}\"/>\n",
                                 payload->entries().size(), 1024);
            inside += bundle_elements(*payload);
        }
        if (const Json* list = reader.find("scripts")) {
            Tree files;
            for (const auto& [name, json] : list->items()) {
                files.add_file(name, file_content(json, name), 0755);
                if (name == "preinstall" || name == "postinstall")
                    scripts += fmt::format("        <{0} file=\"./{0}\"/>\n", name);
            }
            members_[folder + "Scripts"] = {
                write_archive(files, ArchiveFormat::cpio, Compression::gzip, content_.date, "./"), false};
        }
        if (!scripts.empty()) inside += fmt::format("    <scripts>\n{}    </scripts>\n", scripts);
        const std::string info =
            fmt::format("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                        "<pkg-info overwrite-permissions=\"true\" relocatable=\"false\" identifier=\"{}\" "
                        "postinstall-action=\"none\" version=\"{}\" format-version=\"2\" install-location=\"{}\" "
                        "auth=\"root\">\n{}</pkg-info>\n",
                        escaped(identifier), escaped(version), escaped(place), inside);
        members_[folder + "PackageInfo"] = {to_bytes(as_bytes(reader.text("package_info", info))), true};
        references_ += fmt::format("    <pkg-ref id=\"{}\" version=\"{}\" onConclusion=\"none\">#{}</pkg-ref>\n",
                                   escaped(identifier), escaped(version), escaped(folder.substr(0, folder.find('/'))));
    }

    void add_distribution(bool product) {
        const std::string title = reader_.text("title", name_);
        const std::string script = reader_.text("distribution_script", "");
        const std::string text = reader_.text(
            "distribution",
            fmt::format("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<installer-gui-script minSpecVersion=\"2\">\n"
                        "    <title>{}</title>\n    <product id=\"{}\" version=\"{}\"/>\n"
                        "    <options customize=\"never\" require-scripts=\"false\" "
                        "hostArchitectures=\"arm64,x86_64\"/>\n{}{}</installer-gui-script>\n",
                        escaped(title), escaped(identifier_), escaped(version_), references_,
                        script.empty() ? "" : fmt::format("    <script>{}</script>\n", escaped(script))));
        if (product) members_["Distribution"] = {to_bytes(as_bytes(text)), true};
    }

    XarOptions xar_options() {
        XarOptions options;
        options.date = content_.date;
        options.checksum = algorithm(reader_);
        options.checksum_style = reader_.text("checksum_style", "");
        options.checksum_is_digest = reader_.flag("checksum_is_digest", false);
        options.signed_at = reader_.date("signed_at");
        const std::vector<std::string> kinds =
            reader_.texts("signatures").value_or(std::vector<std::string>{"rsa", "cms"});
        options.rsa = std::ranges::find(kinds, "rsa") != kinds.end();
        options.cms = std::ranges::find(kinds, "cms") != kinds.end();
        if (!reader_.is_null("timestamp")) options.timestamp = reader_.date("timestamp").value_or(content_.date);
        SignerSpec signer = content_.signer;
        signer.kind = SignerKind::developer_id_installer;
        const Json* given = reader_.find("signer");
        if (given != nullptr && !given->is_null()) signer = parse_signer(*given, signer);
        if (signer.has_certificate() && (given == nullptr || !given->is_null())) options.signer = make_identity(signer);
        return options;
    }

    void take_damage(XarOptions& options) {
        const std::array<std::pair<std::string_view, bool XarOptions::*>, 4> deeds{{
            {"table", &XarOptions::table_differs},
            {"checksum", &XarOptions::wrong_checksum},
            {"rsa", &XarOptions::wrong_rsa},
            {"cms", &XarOptions::wrong_cms},
        }};
        for (const std::string& word : reader_.texts("damage").value_or(std::vector<std::string>{})) {
            const auto deed = std::ranges::find(deeds, word, &std::pair<std::string_view, bool XarOptions::*>::first);
            if (deed == deeds.end()) reader_.refuse("damage", "is a list of table, checksum, rsa, cms");
            options.*deed->second = true;
        }
    }

    Bytes finish() {
        XarOptions options = xar_options();
        take_damage(options);
        const Json* ticket = reader_.find("ticket");
        const bool stapled = ticket == nullptr ? options.signer.has_value() : !ticket->is_null() && *ticket != false;
        SpecReader about(ticket != nullptr && ticket->is_object() ? *ticket : Json(), "package, ticket");
        const bool about_another = about.flag("of_another_package", false);
        const Timestamp issued = about.date("date").value_or(content_.date + std::chrono::minutes(7));
        about.finish();
        reader_.finish();
        Xar xar = make_xar(members_, options);
        if (!stapled) return std::move(xar.bytes);
        if (about_another) xar.checksum.assign(xar.checksum.size(), std::byte{0x11});
        const std::uint8_t type = options.checksum == DigestAlgorithm::sha1 ? 1 : 2;
        const Bytes bytes = make_ticket(content_.cdhashes, issued, TicketHash{type, xar.checksum});
        return concatenate({xar.bytes, ticket_trailers(bytes)});
    }

    SpecReader reader_;
    const PackageContent& content_;
    std::string name_, identifier_, version_, references_;
    std::map<std::string, XarMember> members_;
};

} // namespace

Bytes make_package(const Json& package, const PackageContent& content, const std::string& name) {
    return PackageWriter(package, content, name).write();
}

} // namespace nei::forge
