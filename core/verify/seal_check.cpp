// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/seal_check.h"

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

/// What may lie beside `Contents` unsealed, as plain files (bundlediskrep.cpp).
bool may_lie_in_root(std::string_view name) {
    constexpr std::array<std::string_view, 4> names{".DS_Store", ".LSOverride", "Icon\r", ".SoftwareDepot.tracking"};
    return std::ranges::find(names, name) != names.end();
}

/// Rules that may leave files out (StaticCode.cpp, strict validation).
bool may_omit(std::string_view pattern) {
    constexpr std::array<std::string_view, 5> patterns{R"(^(.*/)?\.DS_Store$)", R"(^Info\.plist$)", R"(^PkgInfo$)",
                                                       R"(^Resources/.*\.lproj/locversion.plist$)",
                                                       R"(^.*\.lproj/locversion.plist$)"};
    return std::ranges::find(patterns, pattern) != patterns.end();
}

/// Where a relative link leads, from the top of the source; nothing where it leaves it.
std::optional<std::string> resolved(std::string_view folder, std::string_view target) {
    std::string path(folder);
    while (!target.empty()) {
        const std::size_t slash = target.find('/');
        const std::string_view part = target.substr(0, slash);
        target = slash == std::string_view::npos ? std::string_view() : target.substr(slash + 1);
        if (part.empty() || part == ".") continue;
        if (part != "..") {
            path = source::join(path, part);
        } else {
            if (path.empty()) return std::nullopt;
            path = std::string(source::parent_path(path));
        }
    }
    return path;
}

class SealCheck {
public:
    SealCheck(const source::FileTree& tree, const bundle::Bundle& bundle, const bundle::FileList& list,
              const std::function<const FileJob*(std::size_t)>& job_of)
        : tree_(tree), item_(bundle.items.at(list.item)), list_(list), job_of_(job_of) {}

    std::vector<VerifyError> run() {
        if (!list_.seal) return {};
        check_rules();
        check_root();
        for (const ListedFile& file : list_.files) check(file);
        return std::move(errors_);
    }

private:
    void add(Failure failure, std::string file, std::string detail) {
        errors_.push_back({failure, std::move(file), std::move(detail), std::nullopt});
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

    void check_root() {
        if (!item_.contents.ends_with("/Contents") && item_.contents != "Contents") return;
        for (const ListedFile& file : list_.files)
            if (file.state == SealState::outside && !may_lie_in_root(source::file_name(file.path)))
                return add(Failure::unsealed_app_root, file.path, "unsealed contents");
    }

    void check(const ListedFile& file) {
        if (file.state == SealState::missing) return add(Failure::bad_resource, file.path, "file missing");
        if (file.state == SealState::not_in_seal) return add(Failure::bad_resource, file.path, "file added");
        if (file.kind == EntryKind::symlink && source::file_name(file.path) == ".DS_Store")
            add(Failure::ds_store_symlink, file.path, "a link");
        if (!is_sealed(file)) return;
        const SealEntry* sealed = list_.sealed(file);
        if (sealed == nullptr || !file.entry) return;
        if (file.kind == EntryKind::symlink) return check_link(file, *sealed);
        if (sealed->link_target) return add(Failure::bad_resource, file.path, "file modified");
        check_content(file, *sealed);
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
        const auto place = resolved(source::parent_path(file.path), target);
        const std::string_view root = item_.path == "." ? std::string_view() : std::string_view(item_.path);
        if (!place || !(root.empty() || *place == root || place->starts_with(std::string(root) + '/')))
            add(Failure::invalid_symlink, file.path, "leads to " + target);
    }

    void check_content(const ListedFile& file, const SealEntry& sealed) {
        const bool strong = !sealed.hash2.empty();
        const Bytes& recorded = strong ? sealed.hash2 : sealed.hash;
        const FileJob* job = job_of_(*file.entry);
        if (job == nullptr || job->error)
            return add(Failure::bad_resource, file.path,
                       "file cannot be read" + (job && job->error ? ". " + job->error->message : std::string()));
        const auto actual = job->whole.find(strong ? DigestAlgorithm::sha256 : DigestAlgorithm::sha1);
        if (actual == job->whole.end() || actual->second != recorded)
            add(Failure::bad_resource, file.path, "file modified");
    }

    const source::FileTree& tree_;
    const bundle::CodeItem& item_;
    const bundle::FileList& list_;
    const std::function<const FileJob*(std::size_t)>& job_of_;
    std::vector<VerifyError> errors_;
};

} // namespace

void ask_for_sealed_files(const bundle::FileList& list, std::map<std::size_t, FileJob>& jobs) {
    for (const ListedFile& file : list.files) {
        const SealEntry* sealed = is_sealed(file) && file.kind == EntryKind::file ? list.sealed(file) : nullptr;
        if (sealed == nullptr || !file.entry) continue;
        FileJob& job = jobs[*file.entry];
        job.entry = *file.entry;
        job.whole[sealed->hash2.empty() ? DigestAlgorithm::sha1 : DigestAlgorithm::sha256];
    }
}

std::vector<VerifyError> check_seal(const source::FileTree& tree, const bundle::Bundle& bundle,
                                    const bundle::FileList& list,
                                    const std::function<const FileJob*(std::size_t)>& job_of) {
    return SealCheck(tree, bundle, list, job_of).run();
}

} // namespace nei::verify
