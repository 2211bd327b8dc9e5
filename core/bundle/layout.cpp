// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/layout.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace nei::bundle {
namespace {

using source::EntryKind;
using source::join;

/// A folder with one of these is a bundle even if its Info.plist is missing: that is then worth showing.
constexpr std::array<std::string_view, 8> code_extensions{
    "app", "appex", "systemextension", "dext", "kext", "framework", "xpc", "dsym"};

bool has(const source::FileTree& tree, std::string_view path, EntryKind kind) {
    const auto entry = tree.find(path);
    return entry && tree.entries()[*entry].kind == kind;
}

/// Whether the folder holds more than other folders and the AppleDouble files of what is elsewhere: in `__MACOSX`
/// archives repeat the folders of every bundle.
bool has_anything_in(const source::FileTree& tree, std::string_view path) {
    const auto [first, last] = tree.below(path);
    for (std::size_t i = first; i < last; ++i)
        if (tree.entries()[i].kind != EntryKind::directory && !tree.entries()[i].apple_double) return true;
    return false;
}

/// The version folder that a framework uses: the one that `Current` names, else the last by name.
std::optional<std::string> current_version(const source::FileTree& tree, const std::string& versions) {
    if (const auto current = tree.find(join(versions, "Current"))) {
        const source::Entry& entry = tree.entries()[*current];
        const std::string named = join(versions, entry.link_target);
        if (entry.kind == EntryKind::symlink && has(tree, named, EntryKind::directory)) return named;
    }
    std::optional<std::string> last;
    const auto [first, end] = tree.below(versions);
    for (std::size_t i = first; i < end; ++i) {
        const source::Entry& entry = tree.entries()[i];
        if (entry.kind == EntryKind::directory && source::parent_path(entry.path) == versions) last = entry.path;
    }
    return last;
}

/// The folders that a bundle's own parts lie in are no bundles, although an Info.plist may lie in them.
bool is_inner_part(const source::FileTree& tree, std::string_view path, std::string_view name) {
    if (path.empty()) return false;
    const std::string parent(source::parent_path(path));
    if (name == "Contents") return layout_of(tree, parent, source::file_name(parent)).has_value();
    if (name != "Resources") return false;
    return extension_of(parent) == "framework" || source::file_name(source::parent_path(parent)) == "Versions";
}

} // namespace

std::string extension_of(std::string_view name) {
    const std::string_view last = source::file_name(name);
    const std::size_t dot = last.rfind('.');
    if (dot == std::string_view::npos || dot == 0) return {};
    return ascii_lower(last.substr(dot + 1));
}

std::string Layout::executable(std::string_view name) const {
    return shape == Shape::deep ? join(join(contents, "MacOS"), name) : join(contents, name);
}

std::optional<Layout> layout_of(const source::FileTree& tree, std::string_view path, std::string_view name) {
    const std::string folder(path);
    const std::string extension = extension_of(name);
    const bool named_as_code = std::ranges::find(code_extensions, extension) != code_extensions.end();

    const std::string contents = join(folder, "Contents");
    if (has(tree, join(contents, "Info.plist"), EntryKind::file) ||
        ((named_as_code || has(tree, join(contents, "MacOS"), EntryKind::directory)) &&
         has_anything_in(tree, contents)))
        return Layout{Layout::Shape::deep, folder, contents, join(contents, "Info.plist")};

    const std::string versions = join(folder, "Versions");
    if (extension == "framework" && has(tree, versions, EntryKind::directory) && has_anything_in(tree, versions))
        if (const auto version = current_version(tree, versions))
            return Layout{Layout::Shape::versioned, folder, *version, join(*version, "Resources/Info.plist")};

    // An iOS app on a Mac lies in a folder that is called .app but only wraps it.
    if (has(tree, join(folder, "Wrapper"), EntryKind::directory) &&
        !has(tree, join(folder, "Info.plist"), EntryKind::file))
        return std::nullopt;
    const bool has_info = has(tree, join(folder, "Info.plist"), EntryKind::file);
    if (!has_info && !named_as_code) return std::nullopt; // and no look at what it lies in: folders nest 512 deep
    if (is_inner_part(tree, path, name)) return std::nullopt;
    if (extension == "framework" && !has_info && has(tree, join(folder, "Resources/Info.plist"), EntryKind::file))
        return Layout{Layout::Shape::flat, folder, folder, join(folder, "Resources/Info.plist")};
    if (has_info || (named_as_code && has_anything_in(tree, path)))
        return Layout{Layout::Shape::flat, folder, folder, join(folder, "Info.plist")};
    return std::nullopt;
}

} // namespace nei::bundle
