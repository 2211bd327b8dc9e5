// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/compare_files.h"

#include "core/base/digest.h"
#include "core/base/parallel.h"
#include "core/bundle/files.h"
#include "core/compare/facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

namespace nei::compare {
namespace {

using bundle::CodeItem;
using bundle::FileList;
using bundle::SealState;
using source::Entry;
using source::EntryKind;

/// Bytes read at once of a file that is hashed.
constexpr std::size_t piece = 1'000'000;

/// What is known of a file without reading it.
struct Known {
    std::size_t entry = 0;
    const Entry* listed = nullptr;
    const signature::SealEntry* sealed = nullptr; ///< null where no seal that can be believed has its hash
};
/// By path from the item's folder.
using Files = std::map<std::string, Known>;

/// A file that both builds have, and that has to be read to tell.
struct Pending {
    Difference difference; ///< if they differ
    Known a, b;
};

/// Files that verification found not to be as sealed.
std::set<std::string> changed_after_sealing(const Side& side) {
    std::set<std::string> paths;
    if (side.integrity)
        for (const verify::SliceIntegrity& slice : side.integrity->slices)
            for (const verify::VerifyError& error : slice.errors)
                if (!error.file.empty()) paths.insert(error.file);
    return paths;
}

plist::Value value_of(const Known& file, const Bytes& digest) {
    plist::Dictionary members;
    if (file.listed->kind == EntryKind::symlink) {
        members.emplace("link", file.listed->link_target);
    } else {
        members.emplace("size", static_cast<std::int64_t>(file.listed->size));
        if (!digest.empty())
            members.emplace("sha256", to_hex(digest));
        else if (file.sealed && !file.sealed->hash2.empty())
            members.emplace("sha256", to_hex(file.sealed->hash2));
        else if (file.sealed && !file.sealed->hash.empty())
            members.emplace("sha1", to_hex(file.sealed->hash));
    }
    return members;
}

/// Whether what both seals say of a file suffices to tell, and then whether it is the same.
std::optional<bool> same_by_seal(const Known& a, const Known& b) {
    if (!a.sealed || !b.sealed) return std::nullopt;
    const bool sha256 = !a.sealed->hash2.empty() && !b.sealed->hash2.empty();
    const Bytes& first = sha256 ? a.sealed->hash2 : a.sealed->hash;
    const Bytes& second = sha256 ? b.sealed->hash2 : b.sealed->hash;
    if (first.empty() || second.empty()) return std::nullopt;
    return first == second && a.listed->size == b.listed->size;
}

class FileComparer {
public:
    FileComparer(const Side& a, const Side& b, const TaskControl& control, std::vector<Difference>& differences,
                 Sameness& sameness)
        : a_(a), b_(b), control_(control), changed_in_a_(changed_after_sealing(a)),
          changed_in_b_(changed_after_sealing(b)), differences_(differences), sameness_(sameness) {}

    Result<void> run(std::span<const ItemMatch> items) {
        std::vector<std::size_t> listed_a, listed_b;
        for (const ItemMatch& match : items)
            if (has_files(match)) {
                listed_a.push_back(*match.a);
                listed_b.push_back(*match.b);
            }
        // Both at once: seals are read by one thread each.
        Result<std::vector<FileList>> lists_a, lists_b;
        const TaskControl silent{control_.stop, nullptr};
        parallel_for(2, 2, [&](std::size_t side) {
            if (side == 0)
                lists_a = bundle::list_files(*a_.files, a_.bundle, listed_a, control_);
            else
                lists_b = bundle::list_files(*b_.files, b_.bundle, listed_b, silent);
        });
        if (!lists_a) return std::unexpected(lists_a.error());
        if (!lists_b) return std::unexpected(lists_b.error());
        std::size_t next = 0;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (has_files(items[i])) {
                compare_lists(i, items[i], (*lists_a)[next], (*lists_b)[next]);
                ++next;
            }
            compare_unsigned_code(i, items[i]);
        }
        compare_outside();
        return read_pending();
    }

private:
    bool has_files(const ItemMatch& match) const {
        return match.a && match.b && bundle::is_bundle(a_.bundle.items[*match.a]) &&
               bundle::is_bundle(b_.bundle.items[*match.b]);
    }

    /// Files that are compared by what they say, and not by their bytes.
    struct ToldByValues {
        bool info_plist = false, profile = false;
    };

    /// The item's own files but for those whose content is compared by what it says.
    static Files own_files(const Side& side, const FileList& list, const std::set<std::string>& changed,
                           const ToldByValues& told) {
        const CodeItem& item = side.bundle.items[list.item];
        const std::string folder = item.path == "." ? "" : item.path + "/";
        Files files;
        for (const bundle::ListedFile& file : list.files) {
            if (!file.entry || file.holder != list.item || file.state == SealState::main_executable ||
                file.state == SealState::seal_itself || file.state == SealState::ticket ||
                file.path == source::join(item.contents, "_CodeSignature/CodeResources"))
                continue;
            const bool info_plist = file.path == source::join(item.contents, "Info.plist") ||
                                    file.path == source::join(item.contents, "Resources/Info.plist");
            if ((told.info_plist && info_plist) || (told.profile && file.path == item.profile_path)) continue;
            const Entry& entry = side.files->entries()[*file.entry];
            if (entry.apple_double || !file.path.starts_with(folder)) continue;
            const signature::SealEntry* sealed = changed.contains(file.path) ? nullptr : list.sealed(file);
            files.emplace(file.path.substr(folder.size()),
                          Known{*file.entry, &entry, sealed && !sealed->is_nested_code() ? sealed : nullptr});
        }
        return files;
    }

    void compare_lists(std::size_t match, const ItemMatch& items, const FileList& in_a, const FileList& in_b) {
        const CodeItem &a = a_.bundle.items[*items.a], &b = b_.bundle.items[*items.b];
        const ToldByValues told{a.info_plist || b.info_plist, a.profile || b.profile};
        compare_files(match, own_files(a_, in_a, changed_in_a_, told), own_files(b_, in_b, changed_in_b_, told));
        if (in_a.seal && in_b.seal) compare_seals(match, *in_a.seal, *in_b.seal);
    }

    /// What a seal says of files is compared with the files; here, how it was decided which files it covers.
    void compare_seals(std::size_t match, const signature::ResourceSeal& a, const signature::ResourceSeal& b) {
        plist::Value in_a = rules_of(a), in_b = rules_of(b);
        if (in_a != in_b)
            differences_.push_back({.aspect = Aspect::signature,
                                    .match = match,
                                    .key = "seal:rules",
                                    .a = std::move(in_a),
                                    .b = std::move(in_b)});
    }

    static plist::Value rules_of(const signature::ResourceSeal& seal) {
        plist::Array rules;
        for (const signature::SealRule& rule : seal.rules)
            rules.emplace_back(fmt::format("{} {}{}{}{}", rule.pattern, rule.weight, rule.omit ? " omit" : "",
                                           rule.optional ? " optional" : "", rule.nested ? " nested" : ""));
        return rules;
    }

    void compare_files(std::optional<std::size_t> match, const Files& in_a, const Files& in_b) {
        for (const auto& [path, file] : in_a)
            if (const auto other = in_b.find(path); other != in_b.end())
                compare_pair(match, Aspect::files, path, file, other->second);
            else
                differences_.push_back({.change = Change::removed,
                                        .aspect = Aspect::files,
                                        .match = match,
                                        .key = path,
                                        .a = value_of(file, {})});
        for (const auto& [path, file] : in_b)
            if (!in_a.contains(path))
                differences_.push_back({.change = Change::added,
                                        .aspect = Aspect::files,
                                        .match = match,
                                        .key = path,
                                        .b = value_of(file, {})});
    }

    void compare_pair(std::optional<std::size_t> match, Aspect aspect, const std::string& path, const Known& a,
                      const Known& b) {
        Difference difference{.aspect = aspect, .match = match, .key = path};
        const auto differs = [&] {
            difference.a = value_of(a, {});
            difference.b = value_of(b, {});
            differences_.push_back(difference);
        };
        if (a.listed->kind != b.listed->kind) return differs();
        if (a.listed->kind == EntryKind::symlink) {
            if (a.listed->link_target != b.listed->link_target) differs();
            return;
        }
        if (a.listed->kind != EntryKind::file) return;
        if (const auto same = same_by_seal(a, b)) {
            *same ? void(++sameness_.by_sealed_hash) : differs();
            return;
        }
        if (a.listed->size != b.listed->size) return differs();
        pending_.push_back({std::move(difference), a, b});
    }

    /// Of code without a signature nothing but its bytes can say whether it is the same.
    void compare_unsigned_code(std::size_t match, const ItemMatch& items) {
        if (!items.a || !items.b) return;
        const CodeItem &a = a_.bundle.items[*items.a], &b = b_.bundle.items[*items.b];
        const auto is_signed = [](const CodeItem& item) {
            return std::ranges::all_of(item.slices, [](const auto& slice) { return !slice.pages.with_header.empty(); });
        };
        if (a.slices.empty() || b.slices.empty() || (is_signed(a) && is_signed(b))) return;
        const auto in_a = a_.files->find(a.executable.empty() ? a.path : a.executable);
        const auto in_b = b_.files->find(b.executable.empty() ? b.path : b.executable);
        if (in_a && in_b)
            compare_pair(match, Aspect::mach_o, std::string(key::content),
                         {*in_a, &a_.files->entries()[*in_a], nullptr}, {*in_b, &b_.files->entries()[*in_b], nullptr});
    }

    /// Files that belong to no code item.
    static Files outside(const Side& side) {
        std::vector<std::string> roots;
        for (const CodeItem& item : side.bundle.items)
            if (!item.parent) roots.push_back(item.path);
        std::ranges::sort(roots);
        Files files;
        const auto& entries = side.files->entries();
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const Entry& entry = entries[i];
            if (entry.kind == EntryKind::directory || entry.kind == EntryKind::other || entry.apple_double) continue;
            if (belongs_to_one(roots, entry.path)) continue;
            const auto inside = side.files->below(entry.path + "!");
            if (inside.first != inside.second) continue; // an archive whose files are compared
            // In an archive it counts by its path there, so that a package compares with what is installed from it.
            const std::size_t archive = entry.path.rfind("!/");
            const std::string own = archive == std::string::npos ? entry.path : entry.path.substr(archive + 2);
            if (!files.emplace(own, Known{i, &entry, nullptr}).second)
                files.emplace(entry.path, Known{i, &entry, nullptr});
        }
        return files;
    }

    static bool belongs_to_one(const std::vector<std::string>& roots, std::string_view path) {
        if (std::ranges::binary_search(roots, ".")) return true;
        for (std::string_view folder = path; !folder.empty(); folder = source::parent_path(folder))
            if (std::ranges::binary_search(roots, folder)) return true;
        return false;
    }

    void compare_outside() { compare_files(std::nullopt, outside(a_), outside(b_)); }

    Result<void> read_pending() {
        if (pending_.empty()) return {};
        auto of_a = digests(*a_.files, &Pending::a, 0);
        if (!of_a) return std::unexpected(of_a.error());
        auto of_b = digests(*b_.files, &Pending::b, pending_.size());
        if (!of_b) return std::unexpected(of_b.error());
        for (Pending& pending : pending_) {
            const Bytes &a = (*of_a)[pending.a.entry], &b = (*of_b)[pending.b.entry];
            if (a.empty() || b.empty()) {
                sameness_.unread.push_back(a.empty() ? pending.a.listed->path : pending.b.listed->path);
                continue;
            }
            ++sameness_.by_content;
            if (a == b) continue;
            pending.difference.a = value_of(pending.a, a);
            pending.difference.b = value_of(pending.b, b);
            differences_.push_back(std::move(pending.difference));
        }
        return {};
    }

    /// SHA-256 by entry; empty where a file could not be read.
    Result<std::map<std::size_t, Bytes>> digests(const source::FileTree& tree, Known Pending::* side,
                                                 std::size_t done_before) const {
        std::vector<std::size_t> entries;
        std::map<std::size_t, Bytes> result;
        for (const Pending& pending : pending_) {
            entries.push_back((pending.*side).entry);
            result[entries.back()];
        }
        std::ranges::sort(entries);
        entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
        std::mutex mutex;
        std::size_t done = done_before;
        const auto read = tree.visit(
            entries,
            [&](std::size_t entry, Result<std::unique_ptr<source::File>> file) {
                Bytes digest = file ? digest_of(**file) : Bytes();
                const std::scoped_lock lock(mutex);
                result[entry] = std::move(digest);
                if (control_.report) control_.report({"Comparing files", ++done, 2 * pending_.size()});
            },
            control_.stop);
        if (!read) return std::unexpected(read.error());
        return result;
    }

    Bytes digest_of(source::File& file) const {
        Hasher hasher(DigestAlgorithm::sha256);
        for (std::uint64_t offset = 0; offset < file.size(); offset += piece) {
            if (control_.stopped()) return {};
            const auto bytes = file.read(offset, std::min<std::uint64_t>(piece, file.size() - offset));
            if (!bytes) return {};
            hasher.update(*bytes);
        }
        return hasher.finish();
    }

    const Side &a_, &b_;
    const TaskControl& control_;
    std::set<std::string> changed_in_a_, changed_in_b_;
    std::vector<Difference>& differences_;
    Sameness& sameness_;
    std::vector<Pending> pending_;
};

} // namespace

Result<void> compare_files(const Side& a, const Side& b, std::span<const ItemMatch> items, const TaskControl& control,
                           std::vector<Difference>& differences, Sameness& sameness) {
    return FileComparer(a, b, control, differences, sameness).run(items);
}

} // namespace nei::compare
