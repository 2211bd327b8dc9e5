// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/search.h"

#include "core/base/text.h"
#include "core/bundle/file_lister.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace nei::bundle {
namespace {

using source::join;

/// Bytes of a value that a hit shows on each side of the text.
constexpr std::size_t context_bytes = 120;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_within_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

class Search {
public:
    Search(const source::FileTree* tree, const Bundle& bundle, std::string_view text, std::size_t most,
           const TaskControl& control)
        : tree_(tree), bundle_(bundle), text_(ascii_lower(text)), most_(most), control_(control) {}

    Hits run() {
        if (text_.empty()) return {};
        each(Place::item, [&](const CodeItem& item) { in_item(item); });
        each(Place::info_plist, [&](const CodeItem& item) {
            if (item.info_plist) in_plist(*item.info_plist);
        });
        each(Place::entitlement, [&](const CodeItem& item) { in_entitlements(item); });
        each(Place::profile, [&](const CodeItem& item) {
            if (item.profile) in_profile(*item.profile);
        });
        each(Place::signature, [&](const CodeItem& item) { in_signatures(item); });
        each(Place::library, [&](const CodeItem& item) { in_libraries(item); });
        in_files();
        return std::move(result_);
    }

private:
    /// Where the text starts in `value`; npos where it does not.
    std::size_t found_in(std::string_view value) const {
        const auto found = std::ranges::search(value, text_, {}, lower);
        return found.empty() && !text_.empty() ? std::string_view::npos
                                               : static_cast<std::size_t>(found.begin() - value.begin());
    }

    bool finished() const { return result_.more; }

    /// Calls `look` for every item, with what a hit has in common there.
    template <class Look>
    void each(Place place, Look look) {
        for (std::size_t i = 0; i < bundle_.items.size() && !finished(); ++i) {
            if (control_.stopped()) {
                result_.more = true;
                return;
            }
            current_ = Hit{.item = i, .place = place, .key = {}, .value = {}, .path = path_of(place, i)};
            seen_.clear();
            look(bundle_.items[i]);
        }
    }

    std::string path_of(Place place, std::size_t index) const {
        const CodeItem& item = bundle_.items[index];
        switch (place) {
        case Place::info_plist: return info_plist_path(item);
        case Place::profile: return item.profile_path;
        case Place::entitlement:
        case Place::signature:
        case Place::library: return item.executable.empty() ? item.path : item.executable;
        case Place::item:
        case Place::file: break;
        }
        return item.path;
    }

    std::string info_plist_path(const CodeItem& item) const {
        if (!is_bundle(item)) return item.executable;
        std::string path = join(item.contents, "Info.plist");
        std::string framework_path = join(item.contents, "Resources/Info.plist");
        return tree_ && !tree_->find(path) && tree_->find(framework_path) ? framework_path : path;
    }

    /// The part of a long value that is around the text, cut between characters.
    std::string excerpt(std::string_view value, std::size_t at) const {
        std::size_t first = at > context_bytes ? at - context_bytes : 0;
        std::size_t last = std::min(value.size(), at + text_.size() + context_bytes);
        while (first > 0 && is_within_character(value[first])) --first;
        while (last < value.size() && is_within_character(value[last])) ++last;
        return fmt::format("{}{}{}", first > 0 ? "…" : "", value.substr(first, last - first),
                           last < value.size() ? "…" : "");
    }

    void add(std::string_view key, std::string_view value, std::size_t at) {
        std::string shown = excerpt(value, at);
        if (!seen_.emplace(std::string(key), shown).second) return; // slices mostly say the same
        if (result_.hits.size() == most_) {
            result_.more = true;
            return;
        }
        Hit hit = current_;
        hit.key = std::string(key);
        hit.value = std::move(shown);
        result_.hits.push_back(std::move(hit));
    }

    /// A field whose name is this program's, so that only its value counts.
    void field(std::string_view name, std::string_view value) {
        if (finished()) return;
        if (const std::size_t at = found_in(value); at != std::string_view::npos) add(name, value, at);
    }
    void field_if(std::string_view name, const std::optional<std::string>& value) {
        if (value) field(name, *value);
    }

    void in_item(const CodeItem& item) {
        field("name", item.name);
        field_if("identifier", item.bundle_identifier);
        field_if("version", item.version);
        field_if("build", item.build);
        if (const signature::Signature* signature = item.main_signature()) field_if("team ID", signature->team_id);
    }

    /// Keys and values of a property list; `key` is the path to it.
    void in_plist(const plist::Value& value, const std::string& key = {}) {
        if (finished()) return;
        if (const plist::Dictionary* members = value.dictionary()) {
            for (const auto& [name, member] : *members) {
                const std::string path = key.empty() ? name : key + ":" + name;
                if (found_in(name) != std::string_view::npos)
                    named(path, member);
                else
                    in_plist(member, path);
            }
            return;
        }
        if (const plist::Array* elements = value.array()) {
            for (std::size_t i = 0; i < elements->size(); ++i) {
                const plist::Value& element = (*elements)[i];
                const bool nested = element.dictionary() || element.array();
                in_plist(element, nested ? fmt::format("{}:{}", key, i) : key);
            }
            return;
        }
        field(key, plist::one_line(value));
    }

    /// A key that contains the text: one hit for it, and more only for what lies deeper.
    void named(const std::string& key, const plist::Value& value) {
        const plist::Dictionary* members = value.dictionary();
        if (members) {
            add(key, counted(members->size(), "key", "keys"), 0);
            in_plist(value, key);
            return;
        }
        const std::string line = plist::one_line(value);
        const std::size_t at = found_in(line);
        add(key, line, at == std::string_view::npos ? 0 : at);
    }

    void in_entitlements(const CodeItem& item) {
        current_.side = Hit::Side::claimed;
        const auto claims = [&](const signature::Signature& signature) {
            if (signature.entitlements) in_plist(signature.entitlements->effective());
        };
        for (const CodeSlice& slice : item.slices)
            if (slice.signature) claims(*slice.signature);
        if (item.detached_signature) claims(*item.detached_signature);
        if (!item.profile) return;
        current_.side = Hit::Side::allowed;
        current_.path = item.profile_path;
        seen_.clear();
        in_plist(item.profile->entitlements);
    }

    void in_profile(const profile::Profile& profile) {
        field("name", profile.name);
        field("UUID", profile.uuid);
        field_if("app ID", profile.app_id);
        field("app ID name", profile.app_id_name);
        field_if("team ID", profile.team_id);
        field("team name", profile.team_name);
        for (const std::string& device : profile.devices) field("device", device);
        certificates(profile.certificates);
    }

    void certificates(const std::vector<signature::CertificatePointer>& all) {
        for (const signature::CertificatePointer& certificate : all) {
            if (!certificate) continue;
            field("certificate", certificate->common_name);
            field("certificate's SHA-1", certificate->sha1);
            field("certificate's SHA-256", certificate->sha256);
        }
    }

    void in_signatures(const CodeItem& item) {
        for (const CodeSlice& slice : item.slices)
            if (slice.signature) in_signature(*slice.signature);
        if (item.detached_signature) in_signature(*item.detached_signature);
    }

    void in_signature(const signature::Signature& signature) {
        field("identifier", signature.identifier);
        field_if("team ID", signature.team_id);
        if (signature.signer) field("signer", signature.signer->common_name);
        certificates(signature.certificates);
        if (signature.designated_requirement) field("designated requirement", signature.designated_requirement->text);
        for (const signature::RequirementSetEntry& entry : signature.requirements)
            if (entry.type != static_cast<std::uint32_t>(signature::RequirementType::designated))
                field(signature::requirement_type_text(entry.type) + " requirement", entry.text);
        for (const signature::CodeDirectory& directory : signature.code_directories)
            field("cdhash", to_hex(directory.cdhash_full));
    }

    void in_libraries(const CodeItem& item) {
        for (const CodeSlice& slice : item.slices) {
            field("install name", slice.code.install_name);
            for (const macho::Library& library : slice.code.libraries) field("library", library.path);
            for (const std::string& path : slice.code.rpaths) field("run path", path);
        }
    }

    void in_files() {
        if (!tree_ || finished()) return;
        ItemsByPath items;
        for (std::size_t i = 0; i < bundle_.items.size(); ++i) items.emplace(tree_path(bundle_.items[i]), i);
        for (const source::Entry& entry : tree_->entries()) {
            if (control_.stopped()) result_.more = true;
            if (finished()) return;
            if (entry.apple_double || entry.kind == source::EntryKind::directory) continue;
            const std::size_t at = found_in(entry.path);
            if (at == std::string_view::npos) continue;
            current_ = Hit{
                .item = holder(items, entry.path), .place = Place::file, .key = {}, .value = {}, .path = entry.path};
            seen_.clear();
            add("", entry.path, at);
        }
    }

    static std::optional<std::size_t> holder(const ItemsByPath& items, std::string_view path) {
        while (true) {
            if (const auto found = items.find(path); found != items.end()) return found->second;
            if (path.empty()) return std::nullopt;
            path = source::parent_path(path);
        }
    }

    const source::FileTree* tree_;
    const Bundle& bundle_;
    std::string text_; ///< in small letters
    std::size_t most_;
    const TaskControl& control_;
    Hit current_;                                        ///< what the next hit has in common with others
    std::set<std::pair<std::string, std::string>> seen_; ///< keys and values of hits of this item and place
    Hits result_;
};

} // namespace

std::string_view slug(Place place) {
    switch (place) {
    case Place::item: return "item";
    case Place::info_plist: return "info-plist";
    case Place::entitlement: return "entitlement";
    case Place::profile: return "profile";
    case Place::signature: return "signature";
    case Place::library: return "library";
    case Place::file: return "file";
    }
    return "item";
}

std::string_view slug(Hit::Side side) {
    switch (side) {
    case Hit::Side::none: return "none";
    case Hit::Side::claimed: return "claimed";
    case Hit::Side::allowed: return "allowed";
    }
    return "none";
}

Hits search(const source::FileTree* tree, const Bundle& bundle, std::string_view text, std::size_t most,
            const TaskControl& control) {
    return Search(tree, bundle, text, most, control).run();
}

} // namespace nei::bundle
