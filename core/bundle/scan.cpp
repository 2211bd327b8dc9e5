// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/scan.h"

#include "core/base/text.h"
#include "core/bundle/collect.h"
#include "core/bundle/kind.h"
#include "core/bundle/layout.h"
#include "core/bundle/libraries.h"
#include "core/plist/property_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace nei::bundle {
namespace {

using source::EntryKind;
using source::file_name;
using source::join;
using source::parent_path;

/// Whether `path` lies inside the folder `folder`; everything lies inside "." (the source itself).
bool lies_in(std::string_view path, std::string_view folder) {
    if (folder == ".") return path != ".";
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

/// Folder by folder, so that "A.app/x" comes before "A.app-old".
bool before(std::string_view a, std::string_view b) {
    if (a == "." || b == ".") return a == "." && b != ".";
    return std::ranges::lexicographical_compare(a, b, [](char x, char y) {
        const auto rank = [](char c) { return c == '/' ? 0 : static_cast<unsigned char>(c) + 1; };
        return rank(x) < rank(y);
    });
}

std::optional<std::string> text_of(const std::optional<plist::Value>& info, std::string_view key) {
    const std::string* text = info ? info->find_string(key) : nullptr;
    return text ? std::optional(*text) : std::nullopt;
}

/// Whether what was opened is itself a Mach-O or a profile, or at least no folder and no archive.
bool is_single_file(const source::FileTree& tree) {
    return tree.kind() == source::SourceKind::mach_o || tree.kind() == source::SourceKind::profile;
}

/// Makes items of what was collected. Each file belongs to at most one item; what no bundle takes is an item itself.
class Assembler {
public:
    Assembler(const source::FileTree& tree, Collected collected, signature::CertificateCache& certificates)
        : tree_(tree), collected_(std::move(collected)), certificates_(certificates),
          is_single_file_(is_single_file(tree)) {
        for (auto& [index, problems] : collected_.problems)
            problems_.insert(problems_.end(), std::make_move_iterator(problems.begin()),
                             std::make_move_iterator(problems.end()));
        collected_.problems.clear();
    }

    std::vector<CodeItem> run() {
        // An item is a few kilobytes wide: growing step by step would need the room of all of them twice.
        items_.reserve(collected_.code.size() + collected_.info_plists.size() + collected_.profiles.size());
        if (!is_single_file_) add_bundles();
        add_loose_code();
        add_loose_profiles();
        std::ranges::sort(items_, [](const CodeItem& a, const CodeItem& b) { return before(a.path, b.path); });
        for (std::size_t i = 0; i < items_.size(); ++i) place(i);
        std::ranges::move(resolve_libraries(tree_, items_), std::back_inserter(problems_));
        for (CodeItem& item : items_) authorise(item);
        return std::move(items_);
    }

    Collected& collected() { return collected_; }
    Problems& problems() { return problems_; }

private:
    void problem(std::string code, const std::string& at, std::string message, ProblemSeverity severity) {
        problems_.push_back({std::move(code), at, std::move(message), severity});
    }

    template <class Map>
    auto take(Map& map, std::string_view path) {
        std::optional<typename Map::mapped_type> taken;
        const auto index = tree_.find(path);
        const auto found = index ? map.find(*index) : map.end();
        if (found == map.end()) return taken;
        taken = std::move(found->second);
        map.erase(found);
        return taken;
    }

    void add_bundles() {
        add_bundle("", tree_.name());
        for (const source::Entry& entry : tree_.entries())
            if (entry.kind == EntryKind::directory) add_bundle(entry.path, file_name(entry.path));
    }

    void add_bundle(const std::string& folder, std::string_view name) {
        const auto layout = layout_of(tree_, folder, name);
        if (!layout) return;
        CodeItem item;
        item.path = folder.empty() ? "." : folder;
        item.name = std::string(name);
        item.contents = layout->contents;
        if (const auto index = tree_.find(layout->info_plist))
            if (const auto found = collected_.info_plists.find(*index); found != collected_.info_plists.end())
                item.info_plist = found->second;
        find_executable(item, *layout);
        if (!is_code_bundle(item, *layout)) return;

        item.kind =
            bundle_kind(item.info_plist ? &*item.info_plist : nullptr, folder, item.name, !item.executable.empty());
        if (item.kind == ItemKind::debug_symbols) find_debug_symbols(item);
        if (item.info_plist) item.provider = provider_of(*item.info_plist, item.kind);
        take_code(item);
        item.seal = take(collected_.seals, join(item.contents, "_CodeSignature/CodeResources"));
        item.ticket = take(collected_.tickets, join(item.contents, "CodeResources"));
        find_profile(item);
        if (item.slices.empty()) find_detached_signature(item);
        read_info_plist(item);
        report_missing(item, *layout);
        items_.push_back(std::move(item));
    }

    void find_executable(CodeItem& item, const Layout& layout) {
        std::string name = text_of(item.info_plist, "CFBundleExecutable").value_or("");
        const bool named = !name.empty();
        // Without CFBundleExecutable the executable is called like the bundle.
        if (!named) name = item.name.substr(0, item.name.rfind('.'));
        if (name.find('/') != std::string::npos) return;
        const std::string path = layout.executable(name_text(name));
        const auto index = tree_.find(path);
        if (index && tree_.entries()[*index].kind == EntryKind::file)
            item.executable = path;
        else
            item.executable_missing = named;
    }

    void find_debug_symbols(CodeItem& item) {
        const auto [first, last] = tree_.below(join(item.contents, "Resources/DWARF"));
        item.executable_missing = false;
        for (std::size_t i = first; i < last && item.executable.empty(); ++i)
            if (collected_.code.contains(i)) item.executable = tree_.entries()[i].path;
    }

    /// Folders with an Info.plist that are no code and were never signed (storyboards, resource bundles) are files.
    bool is_code_bundle(const CodeItem& item, const Layout& layout) const {
        if (!item.executable.empty() || item.executable_missing) return true;
        if (tree_.find(join(layout.contents, "_CodeSignature"))) return true;
        const ItemKind kind = bundle_kind(item.info_plist ? &*item.info_plist : nullptr, item.path, item.name, false);
        return kind != ItemKind::bundle;
    }

    void take_code(CodeItem& item) {
        if (item.executable.empty()) return;
        const auto index = tree_.find(item.executable);
        item.executable_mode = tree_.entries()[*index].mode;
        auto code = take(collected_.code, item.executable);
        if (code) add_slices(item, std::move(*code));
    }

    static void add_slices(CodeItem& item, CodeFile code) {
        for (std::size_t i = 0; i < code.code.slices.size(); ++i)
            item.slices.push_back(
                {std::move(code.code.slices[i]), {}, std::move(code.signatures[i]), std::move(code.pages[i])});
    }

    void find_profile(CodeItem& item) {
        for (const std::string_view folder :
             {std::string_view(item.contents), item.path == "." ? std::string_view() : std::string_view(item.path)})
            for (const std::string_view name : {"embedded.provisionprofile", "embedded.mobileprovision"}) {
                const std::string path = join(folder, name);
                if (item.profile_path.empty() && (item.profile = take(collected_.profiles, path)))
                    item.profile_path = path;
            }
    }

    void find_detached_signature(CodeItem& item) {
        const std::string folder = join(item.contents, "_CodeSignature");
        signature::DetachedComponents components;
        components.code_directory = take(collected_.signature_files, join(folder, "CodeDirectory"));
        if (!components.code_directory) return;
        components.code_signature = take(collected_.signature_files, join(folder, "CodeSignature"));
        components.code_requirements = take(collected_.signature_files, join(folder, "CodeRequirements"));
        components.entitlements = take(collected_.signature_files, join(folder, "CodeEntitlements"));
        components.entitlements_der = take(collected_.signature_files, join(folder, "CodeEntitlementDER"));
        for (int number = 1; number < 8; ++number)
            if (auto alternate =
                    take(collected_.signature_files, join(folder, fmt::format("CodeRequirements-{}", number))))
                components.alternate_code_directories.push_back(std::move(*alternate));
        auto parsed = signature::parse_detached(components, certificates_, folder);
        if (!parsed)
            return problem(
                "signature-unreadable", folder,
                fmt::format("The signature files of {} cannot be read. {}", item.name, parsed.error().message),
                ProblemSeverity::error);
        problems_.insert(problems_.end(), parsed->problems.begin(), parsed->problems.end());
        signature::keep_what_is_shown(*parsed);
        item.detached_signature = std::make_shared<const signature::Signature>(std::move(*parsed));
    }

    static void read_info_plist(CodeItem& item) {
        item.bundle_identifier = text_of(item.info_plist, "CFBundleIdentifier");
        item.version = text_of(item.info_plist, "CFBundleShortVersionString");
        item.build = text_of(item.info_plist, "CFBundleVersion");
    }

    void report_missing(const CodeItem& item, const Layout& layout) {
        if (!item.info_plist && !tree_.find(layout.info_plist))
            problem("info-plist-missing", item.path, fmt::format("{} has no Info.plist.", item.name),
                    ProblemSeverity::warning);
        if (item.executable_missing)
            problem("executable-missing", item.path,
                    fmt::format("The Info.plist of {} names the executable {}, which is not in the bundle.", item.name,
                                text_of(item.info_plist, "CFBundleExecutable").value_or("")),
                    ProblemSeverity::warning);
    }

    void add_loose_code() {
        for (auto& [index, code] : collected_.code) {
            const source::Entry& entry = tree_.entries()[index];
            CodeItem item;
            item.path = is_single_file_ ? "." : entry.path;
            item.name = std::string(file_name(entry.path));
            item.kind = loose_code_kind(code.code.slices.front().file_type);
            item.contents = std::string(parent_path(entry.path));
            item.executable = item.path;
            item.executable_mode = entry.mode;
            add_slices(item, std::move(code));
            read_embedded_info_plist(item);
            items_.push_back(std::move(item));
        }
        collected_.code.clear();
    }

    /// A bare Mach-O has its Info.plist, if any, in a section; that is also what its signature seals.
    void read_embedded_info_plist(CodeItem& item) {
        const std::optional<Bytes>& bytes = item.main_slice()->code.embedded_info_plist;
        if (!bytes) return;
        auto document = plist::parse(*bytes);
        if (!document)
            return problem(
                "info-plist-unreadable", item.path,
                fmt::format("The Info.plist inside {} cannot be read. {}", item.name, document.error().message),
                ProblemSeverity::error);
        item.info_plist = std::move(document->value);
        read_info_plist(item);
    }

    void add_loose_profiles() {
        for (auto& [index, profile] : collected_.profiles) {
            const source::Entry& entry = tree_.entries()[index];
            CodeItem item;
            item.path = is_single_file_ ? "." : entry.path;
            item.name = std::string(file_name(entry.path));
            item.kind = ItemKind::profile;
            item.contents = std::string(parent_path(entry.path));
            item.profile = std::move(profile);
            item.profile_path = entry.path;
            items_.push_back(std::move(item));
        }
        collected_.profiles.clear();
    }

    /// Parent, root and path within the root; items before this one are placed already.
    void place(std::size_t index) {
        CodeItem& item = items_[index];
        for (std::optional<std::size_t> at = index == 0 ? std::nullopt : std::optional(index - 1); at;
             at = items_[*at].parent)
            if (lies_in(item.path, items_[*at].path)) {
                item.parent = at;
                break;
            }
        item.root = item.parent ? items_[*item.parent].root : item.path;
        if (item.root == item.path)
            item.path_in_root = ".";
        else
            item.path_in_root = item.root == "." ? item.path : item.path.substr(item.root.size() + 1);
    }

    static bool is_store_signer(signature::SignerClass signer) {
        using enum signature::SignerClass;
        return signer == mac_app_store || signer == ios_app_store || signer == testflight || signer == apple_platform;
    }

    static void authorise(CodeItem& item) {
        const signature::Signature* signature = item.main_signature();
        profile::Claims claims;
        if (signature && signature->entitlements) {
            const signature::Entitlements& entitlements = *signature->entitlements;
            claims.xml = entitlements.xml ? &*entitlements.xml : nullptr;
            claims.der = entitlements.der ? &*entitlements.der : nullptr;
            claims.effective = &entitlements.effective();
        }
        if (item.kind == ItemKind::profile || (!claims.effective && !item.profile)) return;
        item.authorisation = profile::authorise(claims, item.profile ? &*item.profile : nullptr, item.platform_family(),
                                                signature && is_store_signer(signature->signer_class));
    }

    const source::FileTree& tree_;
    Collected collected_;
    Problems problems_;
    signature::CertificateCache& certificates_;
    bool is_single_file_;
    std::vector<CodeItem> items_;
};

SourceInfo source_info(const source::FileTree& tree) {
    const auto is_file = [](const source::Entry& entry) {
        return entry.kind == EntryKind::file && !entry.apple_double;
    };
    return {tree.name(), tree.kind(), tree.bytes(),
            static_cast<std::size_t>(std::ranges::count_if(tree.entries(), is_file))};
}

Error nothing_found(const source::FileTree& tree, const Collected& collected, const Problems& problems) {
    if (tree.entries().size() == 1 && collected.broken_profiles.size() == 1)
        return collected.broken_profiles.begin()->second;
    if (tree.entries().size() == 1 && !problems.empty()) return {ErrorCode::malformed, problems.front().message};
    if (!is_single_file(tree))
        return {ErrorCode::unsupported,
                fmt::format("{} contains no bundle, no Mach-O file and no provisioning profile.", tree.name())};
    return {ErrorCode::unsupported,
            fmt::format("{} is not a bundle, an archive or a profile that NE Inspector knows.", tree.name())};
}

Result<std::shared_ptr<const Bundle>> assemble(const source::FileTree& tree, Collected collected,
                                               signature::CertificateCache& certificates, const ScanOptions& options,
                                               bool structure_only) {
    Assembler assembler(tree, std::move(collected), certificates);
    auto bundle = std::make_shared<Bundle>();
    bundle->items = assembler.run();
    bundle->source = source_info(tree);
    if (options.example) bundle->source.kind = source::SourceKind::example;
    bundle->given_roots = options.trust.has_given_roots();
    bundle->structure_only = structure_only;
    if (!structure_only)
        bundle->packages = read_packages(tree, certificates, options.trust, assembler.problems(), options.control.stop);
    if (bundle->items.empty() && bundle->packages.empty())
        return std::unexpected(nothing_found(tree, assembler.collected(), assembler.problems()));
    bundle->problems = tree.problems();
    bundle->problems.insert(bundle->problems.end(), std::make_move_iterator(assembler.problems().begin()),
                            std::make_move_iterator(assembler.problems().end()));
    std::ranges::stable_sort(bundle->problems, {}, &Problem::path);
    return bundle;
}

} // namespace

Result<std::shared_ptr<const Bundle>> scan(const source::FileTree& tree, const ScanOptions& options) {
    signature::CertificateCache certificates;
    Collected collected;
    const auto read = [&](Part part) { return collect(tree, part, certificates, options, collected); };
    if (options.structure && tree.reads_in_place()) {
        if (const auto done = read(Part::structure); !done) return std::unexpected(done.error());
        // Where this has no item yet, as in a folder of loose code, there is nothing to show before the rest.
        if (auto structure = assemble(tree, collected, certificates, options, true)) options.structure(*structure);
        if (const auto done = read(Part::rest); !done) return std::unexpected(done.error());
    } else if (const auto done = read(Part::everything); !done) {
        return std::unexpected(done.error());
    }
    return assemble(tree, std::move(collected), certificates, options, false);
}

} // namespace nei::bundle
