// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/bundle_writer.h"

#include "core/plist/property_list.h"
#include "tests/forge/damage.h"
#include "tests/forge/spec_error.h"
#include "tests/forge/ticket.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace nei::forge {

/// What is known of the item being written.
struct BundleWriter::Work {
    const Item& item;
    std::string path;     ///< of the item
    std::string contents; ///< folder that its seal's paths are relative to
    std::optional<plist::Dictionary> claims;
    std::map<std::string, SealedCode> nested; ///< by path below contents
    std::optional<Bytes> info, seal;
    BuiltItem built;

    std::string inside(std::string_view relative) const {
        return relative.empty() ? path : fmt::format("{}/{}", path, relative);
    }
};

namespace {

Bytes xml_bytes(const plist::Dictionary& dictionary) {
    return to_bytes(as_bytes(plist::to_xml(dictionary)));
}

bool is_signed(const Item& item) {
    if (!item.executable) return item.signature.is_object();
    return item.kind != ItemKind::debug_symbols &&
           std::ranges::any_of(item.executable->slices, [&](const ItemSlice& slice) {
               const SignerKind kind = parse_signer(slice.signer, item.signer).kind;
               return kind != SignerKind::unsigned_code && kind != SignerKind::linker_signed;
           });
}

void add_file(Tree& tree, const std::string& path, const Json& json) {
    if (json.is_object() && json.contains("symlink")) {
        tree.add_symlink(path, json["symlink"].get<std::string>());
    } else if (json.is_object() && json.contains("folder")) {
        tree.add_folder(path);
    } else {
        const std::string mode = json.is_object() ? json.value("mode", "0644") : "0644";
        tree.add_file(path, file_content(json, path), file_mode(mode));
    }
}

/// A program links what it carries, and finds it beside itself.
void link_nested(MachOOptions& code, const Item& item) {
    for (const Item& nested : item.nested) {
        if (nested.kind != ItemKind::framework && nested.kind != ItemKind::library) continue;
        if (!nested.executable || code.file_type == "dsym") continue;
        code.libraries.push_back({nested.executable->slices.front().code.install_name});
        const std::string rpath =
            item.layout == Layout::flat ? "@executable_path/Frameworks" : "@executable_path/../Frameworks";
        if (std::ranges::find(code.rpaths, rpath) == code.rpaths.end()) code.rpaths.push_back(rpath);
    }
}

} // namespace

BuiltItem BundleWriter::write(const Item& item, const std::string& folder) {
    Work work{.item = item,
              .path = folder.empty() ? item.file_name : folder + "/" + item.file_name,
              .contents = {},
              .claims = claimed_entitlements(item, containers_),
              .nested = {},
              .info = {},
              .seal = {},
              .built = {}};
    std::string contents = item.contents();
    if (!contents.empty()) contents.pop_back();
    work.contents = work.inside(contents);
    placed_.push_back({&item, work.path});

    if (item.kind == ItemKind::profile) {
        if (const auto profile = embedded_profile(item, containers_, work.claims))
            tree_.add_file(work.path, make_profile(*profile));
    } else {
        write_nested(work);
        if (!item.bare()) write_files(work);
        if (is_signed(item) && !item.bare()) write_seal(work);
        if (item.executable)
            write_code(work);
        else if (is_signed(item))
            write_detached_signature(work);
        if (item.layout == Layout::versioned && !item.bare()) write_version_links(work);
        write_ticket(work);
    }
    if (item.damage.is_array()) apply_damage(tree_, item.damage, work.path, placed_);
    return std::move(work.built);
}

void BundleWriter::write_nested(Work& work) {
    containers_.push_back(&work.item);
    for (const Item& nested : work.item.nested) {
        const std::string place = nested.location.empty() ? nested.file_name : nested.location + "/" + nested.file_name;
        const std::string folder = nested.location.empty() ? work.contents : work.contents + "/" + nested.location;
        BuiltItem built = write(nested, folder);
        if (built.sealed) work.nested.emplace(place, *built.sealed);
        work.built.cdhashes.insert(work.built.cdhashes.end(), built.cdhashes.begin(), built.cdhashes.end());
    }
    containers_.pop_back();
}

void BundleWriter::write_files(Work& work) {
    const Item& item = work.item;
    if (!item.explicit_null_info)
        tree_.add_file(work.inside(item.info_path()), xml_bytes(derived_info(item, containers_)));
    const bool application = facts_of(item.kind).package_type == "APPL";
    if (application) tree_.add_file(work.contents + "/PkgInfo", to_bytes(as_bytes("APPL????")));
    const std::string resources = item.layout == Layout::flat ? work.contents : work.contents + "/Resources";
    if (application && !item.resources.is_null())
        tree_.add_file(resources + "/en.lproj/Localizable.strings",
                       to_bytes(as_bytes("\"title\" = \"" + item.name + "\";\n")));
    if (item.resources.is_object())
        for (const auto& [name, value] : item.resources.items())
            add_file(tree_, resources + "/" + raw_name(name), value);
    if (const auto profile = embedded_profile(item, containers_, work.claims))
        tree_.add_file(work.inside(item.profile_path()), make_profile(*profile));
    const bool receipt = item.receipt.is_discarded()
                             ? item.mac() && item.signer.kind == SignerKind::mac_app_store && containers_.empty()
                             : item.receipt.is_boolean() && item.receipt.get<bool>();
    if (receipt) {
        CmsOptions cms;
        cms.detached = false;
        cms.signing_time = item.date;
        SignerSpec store;
        store.kind = SignerKind::mac_app_store;
        tree_.add_file(work.contents + "/_MASReceipt/receipt",
                       make_cms(cms, make_identity(store), as_bytes("receipt of " + item.identifier)));
    }
    if (item.files.is_object())
        for (const auto& [name, value] : item.files.items())
            add_file(tree_, work.contents + "/" + raw_name(name), value);
    if (const TreeEntry* info = tree_.find(work.inside(item.info_path()))) work.info = info->bytes();
}

void BundleWriter::write_seal(Work& work) {
    const Item& item = work.item;
    if (item.seal.is_null()) return;
    SpecReader reader(item.seal, item.where() + ", seal");
    SealOptions options;
    options.resources_folder = item.layout != Layout::flat;
    options.nested = work.nested;
    options.version1 = reader.flag("version1", true);
    options.version2 = reader.flag("version2", true);
    options.sha1 = reader.flag("sha1", false);
    if (item.executable) options.excluded.push_back(item.executable_path().substr(item.contents().size()));
    plist::Dictionary seal = make_seal(tree_, work.contents, options);
    if (const Json* changes = reader.find("content")) seal = patched(std::move(seal), *changes);
    reader.finish();
    work.seal = xml_bytes(seal);
    tree_.add_file(work.contents + "/_CodeSignature/CodeResources", *work.seal);
}

void BundleWriter::write_code(Work& work) {
    const Item& item = work.item;
    const ItemExecutable& executable = *item.executable;
    std::vector<UniversalSlice> slices;
    const Signature* chosen = nullptr;
    std::vector<Signature> signatures;
    signatures.reserve(executable.slices.size());
    for (const ItemSlice& slice : executable.slices) {
        MachOOptions code = slice.code;
        link_nested(code, item);
        std::optional<plist::Dictionary> claims = work.claims;
        if (slice.entitlements.is_object()) claims = patched(claims.value_or(plist::Dictionary{}), slice.entitlements);
        SigningOptions options = signing_options(item, &slice, claims);
        if (item.kind == ItemKind::debug_symbols) options.signer.kind = SignerKind::unsigned_code;
        if (executable.embeds_info) {
            code.info_plist = xml_bytes(derived_info(item, containers_));
            options.info_plist = code.info_plist;
        }
        if (!item.bare() && options.signer.kind != SignerKind::linker_signed) {
            options.info_plist = work.info;
            options.seal = work.seal;
        }
        SignedMachO made = make_signed_macho(code, options);
        if (made.signature) {
            signatures.push_back(std::move(*made.signature));
            if (chosen == nullptr || code.architecture.starts_with("arm64")) chosen = &signatures.back();
            work.built.cdhashes.push_back(signatures.back().cdhash());
        }
        slices.push_back({code.architecture, std::move(made.bytes)});
    }
    if (slices.empty()) throw SpecError(fmt::format("{}: an executable needs at least one architecture", item.where()));
    const bool universal = slices.size() > 1 || executable.wide_header;
    tree_.add_file(work.inside(item.executable_path()),
                   universal ? make_universal(slices, executable.wide_header) : std::move(slices.front().bytes),
                   executable.mode);
    if (chosen != nullptr) work.built.sealed = {chosen->cdhash(), chosen->designated_requirement};
}

void BundleWriter::write_detached_signature(Work& work) {
    SigningOptions options = signing_options(work.item, nullptr, work.claims);
    options.info_plist = work.info;
    options.seal = work.seal;
    options.page_size = 0;
    // Without code, what is signed as code is the Info.plist.
    const Signature signature = make_signature(options, work.info.value_or(Bytes{}), {.main_binary = false});
    const std::string folder = work.contents + "/_CodeSignature/";
    tree_.add_file(folder + "CodeDirectory", signature.directories.front().blob);
    tree_.add_file(folder + "CodeRequirements", signature.requirements);
    for (std::size_t i = 1; i < signature.directories.size(); ++i)
        tree_.add_file(fmt::format("{}CodeRequirements-{}", folder, i), signature.directories[i].blob);
    tree_.add_file(folder + "CodeSignature", signature.cms.value_or(Bytes{}));
    work.built.sealed = {signature.cdhash(), signature.designated_requirement};
}

void BundleWriter::write_version_links(const Work& work) {
    std::set<std::string> names;
    for (const std::string& path : tree_.below(work.contents)) names.insert(path.substr(0, path.find('/')));
    names.erase("_CodeSignature");
    tree_.add_symlink(work.path + "/Versions/Current", "A");
    for (const std::string& name : names) tree_.add_symlink(work.path + "/" + name, "Versions/Current/" + name);
}

void BundleWriter::write_ticket(const Work& work) {
    const Item& item = work.item;
    const bool usual =
        containers_.empty() && item.mac() && !item.bare() && item.signer.kind == SignerKind::developer_id;
    const bool wanted = item.ticket.is_discarded() ? usual : item.ticket.is_object() || item.ticket == true;
    if (!wanted || work.built.cdhashes.empty()) return;
    SpecReader reader(item.ticket.is_object() ? item.ticket : Json(), item.where() + ", ticket");
    std::vector<Bytes> cdhashes = work.built.cdhashes;
    if (const auto given = reader.texts("cdhashes")) {
        cdhashes.clear();
        for (const std::string& hex : *given) {
            const auto bytes = from_hex(hex);
            if (!bytes || bytes->size() != 20) reader.refuse("cdhashes", "has 40 hexadecimal digits each");
            cdhashes.push_back(*bytes);
        }
    }
    const Timestamp issued = reader.date("date").value_or(item.date + std::chrono::minutes(7));
    reader.finish();
    tree_.add_file(work.contents + "/CodeResources", make_ticket(cdhashes, issued));
}

} // namespace nei::forge
