// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/spec.h"

#include "core/plist/property_list.h"
#include "tests/forge/archive_writer.h"
#include "tests/forge/damage.h"
#include "tests/forge/package_writer.h"
#include "tests/forge/spec_error.h"
#include "tests/forge/zip_writer.h"

#include <fmt/format.h>

#include <fstream>

namespace nei::forge {
namespace {

constexpr std::string_view usual_date = "2026-03-02T10:00:00Z";

Bytes xml_bytes(const plist::Dictionary& dictionary) {
    return to_bytes(as_bytes(plist::to_xml(dictionary)));
}

/// The item that a spec is about; null where it has none.
const Json* main_item(SpecReader& reader, const Json& spec, const ItemKindFacts*& facts) {
    const Json* found = nullptr;
    for (const auto& [key, value] : spec.items()) {
        const ItemKindFacts* kind = find_item_kind(key);
        if (kind == nullptr) continue;
        if (found != nullptr) throw SpecError("a spec has one outermost item; several go into \"folders\"");
        facts = kind;
        found = reader.find(key);
    }
    return found;
}

void wrap_in_archive(Tree& tree, std::string& main, const Item& item, BundleWriter& writer) {
    const std::string root = item.name + ".xcarchive";
    const std::string path = root + "/Products/Applications/" + item.file_name;
    tree.rename(main, path);
    main = root;
    tree.add_file(
        root + "/Info.plist",
        xml_bytes({{"ArchiveVersion", 2},
                   {"Name", item.name},
                   {"SchemeName", item.name},
                   {"CreationDate", item.date},
                   {"ApplicationProperties", plist::Dictionary{{"ApplicationPath", "Applications/" + item.file_name},
                                                               {"CFBundleIdentifier", item.identifier},
                                                               {"CFBundleShortVersionString", item.version},
                                                               {"CFBundleVersion", item.build},
                                                               {"Team", item.signer.team}}}}));
    ItemContext context;
    context.platform = item.platform;
    context.date = item.date;
    Json symbols{{"name", item.name},
                 {"file_name", item.file_name + ".dSYM"},
                 {"identifier", "com.apple.xcode.dsym." + item.identifier}};
    if (item.executable) symbols["executable"] = {{"name", item.executable->name}};
    (void)writer.write(parse_item(ItemKind::debug_symbols, symbols, context), root + "/dSYMs");
}

/// The container that macOS puts around an app made for iOS.
void wrap_for_mac(Tree& tree, std::string& main, const Item& item) {
    const std::string root = item.name + ".app";
    tree.rename(main, root + "/Wrapper/" + item.file_name);
    main = root;
    tree.add_symlink(root + "/WrappedBundle", "Wrapper/" + item.file_name);
    tree.add_file(root + "/Wrapper/BundleMetadata.plist", xml_bytes({{"softwareVersionBundleId", item.identifier},
                                                                     {"bundleShortVersionString", item.version}}));
}

/// Removed with all in it when it is no longer used; made by whoever needs it.
struct TemporaryFolder {
    explicit TemporaryFolder(std::filesystem::path where) : path(std::move(where)) {}
    ~TemporaryFolder() {
        std::error_code left_behind;
        std::filesystem::remove_all(path, left_behind);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    std::filesystem::path path;
};

Json with_base(const Json& spec) {
    if (!spec.contains("base")) return spec;
    Json rest = spec;
    const Json base = rest["base"];
    rest.erase("base");
    if (!rest.contains("folders")) return merged(base, rest);
    for (auto& [name, folder] : rest["folders"].items()) folder = merged(base, folder);
    return rest;
}

/// A file beside the item: what a file of a spec can be, or an archive of its own.
Bytes content_beside(const Json& content, const std::string& name) {
    if (!content.is_object() || !content.contains("archive_of")) return file_content(content, name);
    auto bytes = archive_bytes(content["archive_of"], name);
    if (!bytes) throw SpecError(fmt::format("{}: an archive beside an item is a .pkg or a .tar", name));
    return std::move(*bytes);
}

void write_file(const std::filesystem::path& path, ByteView bytes) {
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) throw SpecError(fmt::format("{} cannot be written", path.string()));
}

} // namespace

std::optional<Bytes> archive_bytes(const Json& spec, const std::string& name) {
    const auto compression = tar_compression(name);
    const bool package = name.ends_with(".pkg");
    if (!compression && !package) return std::nullopt;
    ForgedTree forged = forge_tree(spec);
    if (compression) return write_archive(forged.tree, ArchiveFormat::tar, *compression, forged.date);
    const PackageContent content{std::move(forged.tree), std::move(forged.cdhashes), forged.signer, forged.date};
    return make_package(spec.value("package", Json::object()), content, name.substr(0, name.rfind('.')));
}

ForgedTree forge_tree(const Json& written, const std::filesystem::path& large_files) {
    const Json spec = with_base(written);
    SpecReader reader(spec, "spec");
    for (const std::string_view key : {"archive", "about", "package"}) (void)reader.find(key);
    ForgedTree forged;
    forged.tree.store_large_files_in(large_files);
    const Timestamp date = reader.date("date").value_or(*from_rfc3339(usual_date));
    forged.date = date;
    if (const Json* folders = reader.find("folders")) {
        std::size_t number = 0;
        for (const auto& [name, inner] : folders->items()) {
            const std::string place = fmt::format("folder-{}", ++number);
            forged.tree.graft(raw_name(name), forge_tree(inner, large_files.empty() ? "" : large_files / place).tree);
        }
    }

    const ItemKindFacts* facts = nullptr;
    const Json* members = main_item(reader, spec, facts);
    if (members == nullptr && spec.find("folders") == spec.end() && spec.find("beside") == spec.end() &&
        spec.find("package") == spec.end())
        throw SpecError("a spec names an item, for example {\"app\": {}}, or \"folders\"");
    const Json* damage = reader.find("damage");
    const auto wrap = reader.text("wrap");
    if (members != nullptr) {
        ItemContext context;
        context.date = date;
        const Item item = parse_item(facts->kind, *members, context);
        BundleWriter writer(forged.tree);
        forged.cdhashes = writer.write(item, "").cdhashes;
        forged.signer = item.signer;
        forged.main = item.file_name;
        if (damage != nullptr) apply_damage(forged.tree, *damage, forged.main, writer.placed());
        if (wrap == "xcarchive")
            wrap_in_archive(forged.tree, forged.main, item, writer);
        else if (wrap == "ios-on-mac")
            wrap_for_mac(forged.tree, forged.main, item);
        else if (wrap == "payload") {
            forged.tree.rename(forged.main, "Payload/" + forged.main);
            forged.main = "Payload";
        } else if (wrap)
            reader.refuse("wrap", "is one of xcarchive, ios-on-mac, payload");
    }
    if (const Json* beside = reader.find("beside"))
        for (const auto& [name, content] : beside->items())
            forged.tree.add_file(raw_name(name), content_beside(content, name));
    reader.finish();
    return forged;
}

std::filesystem::path write_bundle(const Json& spec, const std::filesystem::path& out) {
    if (const auto bytes = archive_bytes(spec, out.filename().string())) {
        write_file(out, *bytes);
        return out;
    }
    const std::string ending = out.extension().string();
    const bool archive = ending == ".zip" || ending == ".ipa";
    SpecReader reader(spec.contains("archive") ? spec["archive"] : Json(), "archive");
    ZipOptions options;
    options.folders = reader.flag("folders", true);
    options.lose_modes = reader.flag("lose_modes", false);
    options.store = reader.flag("store", false);
    options.apple_double = reader.flag("apple_double", false);
    const bool root_is_bundle = reader.flag("root_is_bundle", false);
    options.dot_prefix = reader.flag("dot_prefix", root_is_bundle);
    const Json* date = spec.contains("date") ? &spec["date"] : nullptr;
    options.date =
        *from_rfc3339(date != nullptr && date->is_string() ? date->get<std::string>() : std::string(usual_date));
    reader.finish();

    Json described = spec;
    if (ending == ".ipa" && !spec.contains("wrap")) described["wrap"] = "payload";
    const TemporaryFolder large_files(out.string() + ".large");
    ForgedTree forged = forge_tree(described, large_files.path);
    if (!archive) {
        forged.tree.write(out);
        return forged.main.empty() ? out : out / forged.main;
    }
    if (root_is_bundle) {
        Tree inner;
        for (const std::string& path : forged.tree.below(forged.main))
            inner.entries().emplace(path, *forged.tree.find(forged.main + "/" + path));
        forged.tree = std::move(inner);
    }
    if (out.has_parent_path()) std::filesystem::create_directories(out.parent_path());
    write_zip(forged.tree, out, options);
    return out;
}

Json read_spec(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) throw SpecError(fmt::format("{} cannot be read", path.string()));
    try {
        return Json::parse(file, nullptr, true, true);
    } catch (const Json::parse_error& error) {
        throw SpecError(fmt::format("{}: {}", path.string(), error.what()));
    }
}

} // namespace nei::forge
