// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/seal_check.h"

#include "core/base/limits.h"
#include "core/source/symlinks.h"

#include <algorithm>
#include <array>

namespace nei::verify {
namespace {

using bundle::ListedFile;
using bundle::SealState;
using signature::SealEntry;
using source::EntryKind;

bool is_sealed(const ListedFile& file) {
    return file.state == SealState::sealed || file.state == SealState::sealed_optional;
}

/// Rules that may leave files out (StaticCode.cpp, strict validation).
bool may_omit(std::string_view pattern) {
    constexpr std::array<std::string_view, 5> patterns{R"(^(.*/)?\.DS_Store$)", R"(^Info\.plist$)", R"(^PkgInfo$)",
                                                       R"(^Resources/.*\.lproj/locversion.plist$)",
                                                       R"(^.*\.lproj/locversion.plist$)"};
    return std::ranges::find(patterns, pattern) != patterns.end();
}

/// What no rule can seal: ResourceBuilder's own exclusions (bundlediskrep.cpp).
bool is_excluded(std::string_view path_in_seal) {
    const std::string_view top = path_in_seal.substr(0, path_in_seal.find('/'));
    return top == "_CodeSignature" || top == "_MASReceipt" || path_in_seal == "CodeResources";
}

class SealReader {
public:
    SealReader(const source::FileTree& tree, const bundle::Bundle& bundle, const bundle::FileList& list)
        : tree_(tree), bundle_(bundle), item_(bundle.items.at(list.item)), list_(list) {}

    SealCheck run() {
        check_completeness();
        if (!list_.seal) return std::move(result_);
        check_rules();
        for (const ListedFile& file : list_.files) check(file);
        check_entries();
        return std::move(result_);
    }

private:
    void add(Failure failure, std::string file, std::string detail) {
        result_.add({failure, std::move(file), std::move(detail), std::nullopt});
    }

    void check_rules() {
        const signature::ResourceSeal& seal = *list_.seal;
        if (seal.version < 2) return add(Failure::weak_resource_envelope, {}, "the seal is of version 1");
        const bool all = std::ranges::any_of(seal.rules, [](const signature::SealRule& rule) {
            return rule.pattern == "^.*" && !rule.omit && !rule.nested;
        });
        if (!all) add(Failure::weak_resource_rules, {}, "no rule seals everything");
        for (const signature::SealRule& rule : seal.rules)
            if (rule.omit && !may_omit(rule.pattern))
                add(Failure::weak_resource_rules, {}, "a rule leaves out " + rule.pattern);
    }

    /// A seal or files that were not looked at are no reason to call them right.
    void check_completeness() {
        const auto has = [&](std::string_view code) {
            return std::ranges::find(list_.problems, code, &Problem::code) != list_.problems.end();
        };
        const std::string seal = source::join(item_.contents, "_CodeSignature/CodeResources");
        if (has("seal-unreadable")) add(Failure::resources_invalid, seal, "the seal cannot be read");
        if (has("seal-rule-unusable") || has("seal-pattern-unusable"))
            add(Failure::resources_invalid, seal, "a rule cannot be used");
        if (has("files-left-out"))
            add(Failure::signature_not_verifiable, {}, "there are more files than are looked at at once");
    }

    /// Entries that no file was listed for: nested code, and files in whose place a folder or device now is. What is
    /// not there at all was listed as missing.
    void check_entries() {
        std::vector<bool> seen(list_.seal->files.size());
        for (const ListedFile& file : list_.files)
            if (file.sealed) seen.at(*file.sealed) = true;
        for (std::size_t i = 0; i < seen.size(); ++i) {
            const SealEntry& sealed = list_.seal->files[i];
            if (seen[i] && !sealed.is_nested_code()) continue;
            auto path = source::normalised_path(item_.contents, sealed.path);
            const auto entry = path ? tree_.find(*path) : std::nullopt;
            if (!entry) continue;
            const EntryKind kind = tree_.entries()[*entry].kind;
            if (sealed.is_nested_code())
                result_.code.push_back({*std::move(path), sealed.requirement, {}});
            else if (kind == EntryKind::directory || kind == EntryKind::other)
                add(Failure::bad_resource, *std::move(path), "file modified");
        }
    }

    void check(const ListedFile& file) {
        if (file.state == SealState::missing) return add(Failure::bad_resource, file.path, "file missing");
        // The main executable is never sealed: the code directory has its pages, also of a script.
        if (file.state == SealState::not_in_seal && file.path == item_.executable) return;
        // A path that no rule matches is not to be sealed: old seals are of Resources alone.
        if (file.state == SealState::not_in_seal && list_.rule(file) != nullptr)
            return add(Failure::bad_resource, file.path, "file added");
        if (file.kind == EntryKind::symlink && source::file_name(file.path) == ".DS_Store")
            add(Failure::ds_store_symlink, file.path, "a link");
        if (!is_sealed(file)) return;
        const SealEntry* sealed = list_.sealed(file);
        if (sealed == nullptr || !file.entry) return;
        if (file.kind == EntryKind::symlink) return check_link(file, *sealed);
        if (sealed->link_target) return add(Failure::bad_resource, file.path, "file modified");
        const bool strong = !sealed->hash2.empty();
        result_.files.push_back({*file.entry, strong ? DigestAlgorithm::sha256 : DigestAlgorithm::sha1,
                                 strong ? sealed->hash2 : sealed->hash});
    }

    void check_link(const ListedFile& file, const SealEntry& sealed) {
        const std::string& target = tree_.entries()[*file.entry].link_target;
        if (!sealed.link_target || *sealed.link_target != target)
            return add(Failure::bad_resource, file.path, "file modified");
        if (target.starts_with('/')) {
            if (!target.starts_with("/System/") && !target.starts_with("/Library/"))
                add(Failure::invalid_symlink, file.path, "leads to " + target);
            return;
        }
        const auto place = source::normalised_path(source::parent_path(file.path), target);
        const auto end = place ? source::follow(tree_.entries(), *place) : source::Followed();
        // A sealed file that was removed is named already; that links to it now lead nowhere follows from that.
        const auto inside = below(item_.contents, end.path);
        if (end.end == source::LinkEnd::missing && inside && list_.seal->find(*inside) != nullptr) return;
        if (end.end != source::LinkEnd::found || !is_sealed_place(end.path))
            add(Failure::invalid_symlink, file.path, "leads to " + target);
    }

    /// Whether the innermost seal around a place, of this item or of one that holds it, may cover it by its rules
    /// (validateSymlinkResource). Of the items around only the folder is asked for: their seals are not at hand.
    bool is_sealed_place(std::string_view path) const {
        if (const auto inside = below(item_.contents, path)) {
            if (inside->empty()) return true;
            if (is_excluded(*inside) || path == item_.executable) return false;
            const signature::SealRule* rule = list_.seal->rule_for(*inside);
            return rule != nullptr && !rule->omit;
        }
        for (auto holder = item_.parent; holder; holder = bundle_.items[*holder].parent)
            if (below(bundle_.items[*holder].contents, path)) return true;
        return false;
    }

    static std::optional<std::string_view> below(std::string_view folder, std::string_view path) {
        if (folder.empty() || folder == ".") return path;
        if (path == folder) return std::string_view();
        if (!path.starts_with(folder) || path.substr(folder.size()).front() != '/') return std::nullopt;
        return path.substr(folder.size() + 1);
    }

    const source::FileTree& tree_;
    const bundle::Bundle& bundle_;
    const bundle::CodeItem& item_;
    const bundle::FileList& list_;
    SealCheck result_;
};

} // namespace

void SealCheck::add(VerifyError error) {
    if (errors.size() < limits::seal_errors)
        errors.push_back(std::move(error));
    else if (errors.size() == limits::seal_errors)
        errors.push_back({error.failure, {}, "there are more such files", std::nullopt});
}

SealCheck check_seal(const source::FileTree& tree, const bundle::Bundle& bundle, const bundle::FileList& list) {
    return SealReader(tree, bundle, list).run();
}

std::optional<VerifyError> check_sealed_file(const source::FileTree& tree, const SealedFile& file, const FileJob* job) {
    const auto blame = [&](std::string detail) {
        return VerifyError{Failure::bad_resource, tree.entries()[file.entry].path, std::move(detail), std::nullopt};
    };
    if (job == nullptr) return blame("file cannot be read");
    if (job->error) return blame("file cannot be read. " + job->error->message);
    const auto actual = job->whole.find(file.algorithm);
    if (actual == job->whole.end() || actual->second != file.hash) return blame("file modified");
    return std::nullopt;
}

} // namespace nei::verify
