// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/strict_bundle.h"

#include "core/base/text.h"
#include "core/bundle/files.h"
#include "core/bundle/layout.h"

#include <algorithm>
#include <array>

namespace nei::verify {
namespace {

using bundle::Layout;
using source::Entry;
using source::EntryKind;
using source::file_name;
using source::join;

/// What may lie beside `Contents` unsealed, as plain files.
constexpr std::array<std::string_view, 4> loose_files{".DS_Store", ".LSOverride", "Icon\r", ".SoftwareDepot.tracking"};

std::string_view folder_of(const bundle::CodeItem& item) {
    return item.path == "." ? std::string_view() : std::string_view(item.path);
}

/// Whether there is a file, a link or something odder in the folder. Empty folders are not to be seen in every archive,
/// and those with AppleDouble files alone stand for attributes.
bool has_anything(const source::FileTree& tree, std::string_view folder) {
    const auto [first, last] = tree.below(folder);
    for (std::size_t i = first; i < last; ++i)
        if (const Entry& entry = tree.entries()[i]; entry.kind != EntryKind::directory && !entry.apple_double)
            return true;
    return false;
}

/// Calls `visit` for everything that lies in the folder itself, passing over what is in the folders there.
template <class Visit>
void each_in(const source::FileTree& tree, std::string_view folder, Visit visit) {
    auto [i, last] = tree.below(folder);
    const std::size_t start = folder.empty() ? 0 : folder.size() + 1;
    while (i < last) {
        const Entry& entry = tree.entries()[i];
        const std::size_t slash = entry.path.find('/', start);
        if (slash != std::string::npos) {
            // Sorted by byte, a folder and what is in it do not stand together: "Versions", "Versions.txt",
            // "Versions/A".
            i = std::max(i + 1, tree.below(std::string_view(entry.path).substr(0, slash)).second);
            continue;
        }
        if (!entry.apple_double && (entry.kind != EntryKind::directory || has_anything(tree, entry.path))) visit(entry);
        ++i;
    }
}

class StructureCheck {
public:
    StructureCheck(const source::FileTree& tree, const bundle::CodeItem& item) : tree_(tree), item_(item) {}

    std::vector<VerifyError> run() {
        const auto layout = bundle::layout_of(tree_, folder_of(item_), item_.name);
        if (!bundle::is_bundle(item_) || !layout) return {};
        check_plain_files(*layout);
        if (layout->shape == Layout::Shape::deep) check_root(*layout);
        if (layout->shape == Layout::Shape::versioned) check_framework(*layout);
        check_signature_folder();
        return std::move(errors_);
    }

private:
    /// Of each kind the first is enough, as it is for Apple's tool.
    void add(Failure failure, const std::string& file, std::string detail) {
        if (std::ranges::find(errors_, failure, &VerifyError::failure) == errors_.end())
            errors_.push_back({failure, file, std::move(detail), std::nullopt});
    }

    bool is_link(const std::string& path) const {
        const auto entry = tree_.find(path);
        return entry && tree_.entries()[*entry].kind == EntryKind::symlink;
    }

    void check_plain_files(const Layout& layout) {
        if (is_link(layout.info_plist)) add(Failure::regular_file, layout.info_plist, "a link");
        const std::string* name = item_.info_plist ? item_.info_plist->find_string("CFBundleExecutable") : nullptr;
        if (name == nullptr || name->empty()) return;
        const std::string executable = layout.executable(name_text(*name));
        if (is_link(executable)) add(Failure::regular_file, executable, "a link");
    }

    void check_root(const Layout& layout) {
        each_in(tree_, layout.folder, [&](const Entry& entry) {
            if (entry.path == layout.contents) return;
            const bool allowed = entry.kind == EntryKind::file &&
                                 std::ranges::find(loose_files, file_name(entry.path)) != loose_files.end();
            if (!allowed) add(Failure::unsealed_app_root, entry.path, "unsealed contents");
        });
    }

    /// BundleDiskRep::validateFrameworkRoot: the versions, a link that names the current one, and links into it.
    void check_framework(const Layout& layout) {
        const std::string versions = join(layout.folder, "Versions");
        const auto unsealed = [&](const Entry& entry, std::string detail) {
            add(Failure::unsealed_framework_root, entry.path, std::move(detail));
        };
        each_in(tree_, layout.folder, [&](const Entry& entry) {
            const std::string_view name = file_name(entry.path);
            if (entry.path == versions || (name == ".DS_Store" && entry.kind == EntryKind::file)) return;
            if (name == "module.map" && entry.kind == EntryKind::file) return;
            if (entry.kind != EntryKind::symlink) return unsealed(entry, "unsealed contents");
            if (!leads_into_current(entry, layout)) unsealed(entry, "leads to " + display_text(entry.link_target));
        });
        const auto current = tree_.find(join(versions, "Current"));
        if (!current) return add(Failure::bad_bundle_format, versions, "no link names the current version");
        each_in(tree_, versions, [&](const Entry& entry) {
            const std::string_view name = file_name(entry.path);
            if (name == "Current") {
                if (entry.kind != EntryKind::symlink || !names_a_version(entry.link_target))
                    unsealed(entry, "is no link to a version");
            } else if (entry.kind != EntryKind::directory && !(name == ".DS_Store" && entry.kind == EntryKind::file)) {
                unsealed(entry, "unsealed contents");
            }
        });
    }

    static std::string_view without_dot(std::string_view target) {
        if (target.starts_with("./")) target.remove_prefix(2);
        return target;
    }

    static bool names_a_version(std::string_view target) {
        target = without_dot(target);
        return !target.empty() && target != "." && target != ".." && !target.contains('/');
    }

    static bool leads_into_current(const Entry& entry, const Layout& layout) {
        const std::string_view target = without_dot(entry.link_target);
        const std::string_view name = file_name(entry.path);
        return target == join("Versions/Current", name) ||
               target == join(join("Versions", file_name(layout.contents)), name);
    }

    /// BundleDiskRep::validateMetaDirectory: only the parts of the signature.
    void check_signature_folder() {
        if (!item_.detached_signature && item_.slices.empty()) return; // unsigned, which is said elsewhere
        each_in(tree_, join(item_.contents, "_CodeSignature"), [&](const Entry& entry) {
            const std::string_view name = file_name(entry.path);
            const bool is_part = name == "CodeResources" || (item_.detached_signature && name.starts_with("Code")) ||
                                 (name == "CodeSignature" && entry.size == 0);
            if (entry.kind != EntryKind::file || !is_part)
                add(Failure::unsealed_app_root, entry.path, "is no part of the signature");
        });
    }

    const source::FileTree& tree_;
    const bundle::CodeItem& item_;
    std::vector<VerifyError> errors_;
};

} // namespace

std::vector<VerifyError> check_structure(const source::FileTree& tree, const bundle::CodeItem& item) {
    return StructureCheck(tree, item).run();
}

std::vector<std::string> other_versions(const source::FileTree& tree, const bundle::CodeItem& item) {
    std::vector<std::string> found;
    const auto layout = bundle::layout_of(tree, folder_of(item), item.name);
    if (!bundle::is_bundle(item) || !layout || layout->shape != Layout::Shape::versioned) return found;
    each_in(tree, source::parent_path(layout->contents), [&](const Entry& entry) {
        if (entry.kind == EntryKind::directory && entry.path != layout->contents) found.push_back(entry.path);
    });
    return found;
}

} // namespace nei::verify
