// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/seal.h"

#include "core/base/digest.h"
#include "core/base/text.h"
#include "tests/forge/spec_error.h"

#include <algorithm>
#include <regex>
#include <set>

namespace nei::forge {
namespace {

plist::Value rule(double weight, std::initializer_list<std::string_view> words = {}) {
    plist::Dictionary dictionary;
    for (const std::string_view word : words) dictionary.emplace(std::string(word), true);
    dictionary.emplace("weight", weight);
    return dictionary;
}

struct Rule {
    std::regex pattern;
    double weight = 1;
    bool omit = false, optional = false, nested = false;
};

std::vector<Rule> compiled(const plist::Dictionary& rules) {
    std::vector<Rule> all;
    for (const auto& [pattern, value] : rules) {
        Rule entry{.pattern = std::regex(pattern, std::regex::extended | std::regex::nosubs)};
        if (const bool* included = value.boolean()) entry.omit = !*included;
        if (const plist::Value* weight = value.find("weight"); weight != nullptr && weight->real() != nullptr)
            entry.weight = *weight->real();
        entry.omit = entry.omit || value.find("omit") != nullptr;
        entry.optional = value.find("optional") != nullptr;
        entry.nested = value.find("nested") != nullptr;
        all.push_back(std::move(entry));
    }
    return all;
}

/// The heaviest rule that matches; of equally heavy ones the one that omits.
const Rule* rule_for(const std::vector<Rule>& rules, const std::string& path) {
    const Rule* best = nullptr;
    for (const Rule& entry : rules)
        if (std::regex_search(path, entry.pattern) &&
            (best == nullptr || entry.weight > best->weight || (entry.weight == best->weight && entry.omit)))
            best = &entry;
    return best;
}

std::vector<std::string> ancestors(const std::string& path) {
    std::vector<std::string> all;
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
        all.push_back(path.substr(0, slash));
    return all;
}

/// A name as the seal's XML can hold it. Apple's file systems have UTF-8 names only; other bytes come from archives
/// that wrote Latin-1, so that is what they are read as.
std::string utf8_name(const std::string& path) {
    if (is_utf8(path)) return path;
    std::string text;
    for (const unsigned char byte : path) {
        if (byte >= 0x80) text += static_cast<char>(0xc0 | byte >> 6);
        text += static_cast<char>(byte >= 0x80 ? 0x80 | (byte & 0x3f) : byte);
    }
    return text;
}

std::string last_component(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

plist::Dictionary sealed_file(const TreeEntry& entry, const SealOptions& options) {
    plist::Dictionary sealed;
    if (entry.kind == TreeEntry::Kind::symlink) {
        sealed.emplace("symlink", entry.target);
        return sealed;
    }
    const Bytes content = entry.bytes();
    if (options.sha1) sealed.emplace("hash", digest(DigestAlgorithm::sha1, content));
    sealed.emplace("hash2", digest(DigestAlgorithm::sha256, content));
    return sealed;
}

plist::Dictionary sealed_code(const SealedCode& code) {
    return {{"cdhash", code.cdhash}, {"requirement", code.requirement}};
}

class Sealer {
public:
    Sealer(const Tree& tree, std::string root, const SealOptions& options)
        : tree_(tree), root_(std::move(root)), options_(options),
          excluded_(options.excluded.begin(), options.excluded.end()) {
        excluded_.insert({"_CodeSignature", "CodeResources", "_MASReceipt"});
    }

    plist::Dictionary files2(const plist::Dictionary& rules) const {
        plist::Dictionary files;
        const std::vector<Rule> all = compiled(rules);
        for (const std::string& path : tree_.below(root_)) {
            if (const auto bundle = nested_bundle(all, path)) {
                // The nested code's own files are its own seal's business.
                const auto code = options_.nested.find(*bundle);
                if (code != options_.nested.end()) files.insert_or_assign(*bundle, sealed_code(code->second));
                continue;
            }
            const TreeEntry& entry = *tree_.find(root_ + "/" + path);
            if (is_excluded(path) || entry.kind == TreeEntry::Kind::folder) continue;
            const Rule* matched = rule_for(all, path);
            if (matched == nullptr || matched->omit) continue;
            const auto code = options_.nested.find(path);
            plist::Dictionary sealed = matched->nested && code != options_.nested.end() ? sealed_code(code->second)
                                                                                        : sealed_file(entry, options_);
            if (matched->optional) sealed.emplace("optional", true);
            files.emplace(utf8_name(path), std::move(sealed));
        }
        return files;
    }

    /// Version 1: SHA-1 only, no symlinks and no nested code.
    plist::Dictionary files1(const plist::Dictionary& rules) const {
        plist::Dictionary files;
        const std::vector<Rule> all = compiled(rules);
        for (const std::string& path : tree_.below(root_)) {
            const TreeEntry& entry = *tree_.find(root_ + "/" + path);
            const Rule* matched = rule_for(all, path);
            if (is_excluded(path) || entry.kind != TreeEntry::Kind::file || matched == nullptr || matched->omit)
                continue;
            Bytes hash = digest(DigestAlgorithm::sha1, entry.bytes());
            plist::Value sealed = matched->optional
                                      ? plist::Value(plist::Dictionary{{"hash", hash}, {"optional", true}})
                                      : plist::Value(hash);
            files.emplace(utf8_name(path), std::move(sealed));
        }
        return files;
    }

private:
    bool is_excluded(const std::string& path) const {
        return excluded_.contains(path) || std::ranges::any_of(ancestors(path), [&](const std::string& folder) {
                   return excluded_.contains(folder);
               });
    }

    /// The outermost folder above `path` that a nested rule takes as one bundle.
    std::optional<std::string> nested_bundle(const std::vector<Rule>& rules, const std::string& path) const {
        for (const std::string& folder : ancestors(path)) {
            const Rule* matched = rule_for(rules, folder);
            const bool dotted = last_component(folder).find('.') != std::string::npos;
            if (matched != nullptr && matched->nested && dotted && options_.nested.contains(folder)) return folder;
        }
        return std::nullopt;
    }

    const Tree& tree_;
    std::string root_;
    const SealOptions& options_;
    std::set<std::string> excluded_;
};

} // namespace

plist::Dictionary default_rules1(bool resources_folder) {
    const std::string r = resources_folder ? "^Resources/" : "^";
    return {
        {"^version.plist$", true},
        {resources_folder ? "^Resources/" : "^.*", true},
        {r + ".*\\.lproj/", rule(1000, {"optional"})},
        {r + "Base\\.lproj/", rule(1010)},
        {r + ".*\\.lproj/locversion.plist$", rule(1100, {"omit"})},
    };
}

plist::Dictionary default_rules2(bool resources_folder) {
    const std::string r = resources_folder ? "^Resources/" : "^";
    plist::Dictionary rules{
        {"^.*", true},
        {".*\\.dSYM($|/)", rule(11)},
        {"^(.*/)?\\.DS_Store$", rule(2000, {"omit"})},
        {"^Info\\.plist$", rule(20, {"omit"})},
        {"^version\\.plist$", rule(20)},
        {"^embedded\\.provisionprofile$", rule(20)},
        {"^PkgInfo$", rule(20, {"omit"})},
        {r + ".*\\.lproj/", rule(1000, {"optional"})},
        {r + "Base\\.lproj/", rule(1010)},
        {r + ".*\\.lproj/locversion.plist$", rule(1100, {"omit"})},
    };
    if (resources_folder) {
        rules.emplace("^[^/]+$", rule(10, {"nested"}));
        rules.emplace("^(Frameworks|SharedFrameworks|PlugIns|Plug-ins|XPCServices|Helpers|MacOS|"
                      "Library/(Automator|Spotlight|LoginItems))/",
                      rule(10, {"nested"}));
        rules.emplace(r, rule(20));
    }
    return rules;
}

plist::Dictionary make_seal(const Tree& tree, const std::string& root, const SealOptions& options) {
    const Sealer sealer(tree, root, options);
    plist::Dictionary seal;
    if (options.version1) {
        const plist::Dictionary rules = default_rules1(options.resources_folder);
        seal.emplace("files", sealer.files1(rules));
        seal.emplace("rules", rules);
    }
    if (options.version2) {
        const plist::Dictionary rules = default_rules2(options.resources_folder);
        seal.emplace("files2", sealer.files2(rules));
        seal.emplace("rules2", rules);
    }
    return seal;
}

} // namespace nei::forge
