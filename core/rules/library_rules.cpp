// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/rule.h"
#include "core/rules/sources.h"

#include <algorithm>
#include <map>
#include <set>

/// Libraries that an executable loads, and architectures.
namespace nei::rules {
namespace {

constexpr std::string_view rpath = "@rpath/";

/// What dyld has outside the bundle, or does without.
bool may_be_absent(const macho::Library& library) {
    const std::string_view name = source::file_name(library.path);
    return library.kind == macho::LibraryKind::weak || name.starts_with("libswift") || name.starts_with("libclang_rt.");
}

bool is_executable(const ItemFacts& item) {
    return item.is(bundle::ItemKind::app) || item.app_extension() || item.system_extension();
}

/// Calls `visit(item, slice, library, path in the bundle or empty)` for each @rpath library that resolves to nothing.
template <class Visit>
void for_unresolved(const Facts& facts, Visit visit) {
    std::multimap<std::string_view, std::string_view> by_name;
    for (const ItemFacts& item : facts.items())
        if (!item.item->slices.empty()) {
            const std::string& path = item.item->executable.empty() ? item.item->path : item.item->executable;
            by_name.emplace(source::file_name(path), path);
        }
    for (const ItemFacts& item : facts.items()) {
        if (!is_executable(item)) continue;
        std::set<std::string_view> seen; // slices name the same libraries
        for (const bundle::CodeSlice& slice : item.item->slices)
            for (std::size_t i = 0; i < slice.code.libraries.size() && i < slice.library_targets.size(); ++i) {
                const macho::Library& library = slice.code.libraries[i];
                if (!library.path.starts_with(rpath) || !slice.library_targets[i].empty() || may_be_absent(library))
                    continue;
                if (!seen.insert(library.path).second) continue;
                const auto known = by_name.find(source::file_name(library.path));
                visit(item, slice, library, known == by_name.end() ? std::string_view() : known->second);
            }
    }
}

void missing_framework(const Facts& facts, Report& report) {
    for_unresolved(facts, [&](const ItemFacts& item, const bundle::CodeSlice& slice, const macho::Library& library,
                              std::string_view there) {
        if (!there.empty()) return;
        Draft& draft = report.add(
            item, fmt::format("{} links {}, which is nowhere in the bundle.", facts.name(item), library.path),
            library.path);
        draft.finding.facts = facts_of({{"library", library.path}, {"rpaths", array_of(slice.code.rpaths)}});
        // Then it may be installed there, outside the bundle.
        const bool elsewhere = std::ranges::any_of(slice.code.rpaths, [](const std::string& path) {
            return path.starts_with('/') && !path.starts_with("/usr/lib/swift");
        });
        if (elsewhere) draft.finding.severity = Severity::warning;
    });
}

void rpath_does_not_reach(const Facts& facts, Report& report) {
    for_unresolved(facts, [&](const ItemFacts& item, const bundle::CodeSlice& slice, const macho::Library& library,
                              std::string_view there) {
        if (there.empty()) return;
        Draft& draft = report.add(
            item,
            fmt::format("{} links {}, and none of its run paths leads to where it is.", facts.name(item), library.path),
            library.path);
        draft.finding.facts =
            facts_of({{"library", library.path}, {"file", there}, {"rpaths", array_of(slice.code.rpaths)}});
        if (item.app_extension())
            draft.finding.fix =
                fmt::format("Add {} to LD_RUNPATH_SEARCH_PATHS of the extension's target.",
                            item.mac ? "@executable_path/../../../../Frameworks" : "@executable_path/../../Frameworks");
    });
}

bool has_architecture(const bundle::CodeItem& item, std::string_view wanted) {
    return std::ranges::any_of(item.slices, [&](const bundle::CodeSlice& slice) {
        const std::string& have = slice.code.architecture;
        // A process of arm64e or x86_64h loads code of the plain architecture as well, and the other way round.
        return have == wanted || (have.starts_with("arm64") && wanted.starts_with("arm64")) ||
               (have.starts_with("x86_64") && wanted.starts_with("x86_64"));
    });
}

void missing_architecture(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        const bool extension = item.app_extension() || item.system_extension();
        const bool library = item.is(bundle::ItemKind::framework) || item.is(bundle::ItemKind::library);
        if ((!extension && !library) || item.item->slices.empty()) continue;
        const ItemFacts* app = facts.container(item);
        if (!app || app->item->slices.empty()) continue;
        std::vector<std::string> missing;
        for (const bundle::CodeSlice& slice : app->item->slices)
            if (!has_architecture(*item.item, slice.code.architecture)) missing.push_back(slice.code.architecture);
        if (missing.empty()) continue;
        report
            .add(item,
                 fmt::format("{} has no {} code, and {} has.", facts.name(item), listed(missing), facts.name(*app)))
            .finding.facts = facts_of({{"missing", array_of(missing)}});
    }
}

void newer_library(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.is(bundle::ItemKind::framework) && !item.is(bundle::ItemKind::library)) continue;
        // The process that has it inside, an extension before the app around it.
        std::optional<std::size_t> at = item.item->parent;
        while (at && !facts.at(*at).runs()) at = facts.at(*at).item->parent;
        if (!at || facts.at(*at).platform != item.platform) continue;
        const std::string needed = minimum_os(item), promised = minimum_os(facts.at(*at));
        if (needed.empty() || promised.empty() || compare_versions(needed, promised) <= 0) continue;
        report
            .add(item, fmt::format("{} needs {} {}, while {} runs on {} and later.", facts.name(item),
                                   system_name(item), needed, facts.name(facts.at(*at)), promised))
            .finding.facts = facts_of({{"needed", needed}, {"promised", promised}});
    }
}

} // namespace

std::vector<Rule> library_rules() {
    return {
        {.id = "extension-missing-embedded-framework",
         .severity = Severity::blocker,
         .stage = Stage::libraries,
         .title = "A linked @rpath library is nowhere in the bundle.",
         .clause = "a library that it links is not in the bundle",
         .why = "dyld loads all linked libraries before any code runs, and ends the process where one is missing "
                "(\"Library "
                "not loaded\").",
         .fix = "Embed the library into the app, or do not link it.",
         .sources = {sources::placing_content},
         .causes = {},
         .check = missing_framework},
        {.id = "extension-rpath-does-not-reach-frameworks",
         .severity = Severity::blocker,
         .stage = Stage::libraries,
         .title = "A linked @rpath library exists in the bundle, but no run path of the extension leads to it.",
         .clause = "its run paths do not lead to a library that it links",
         .why =
             "dyld looks for @rpath libraries in the run paths of the executable only, and ends the process where it "
             "finds none (\"Library not loaded\").",
         .fix = "Add the folder of the library to LD_RUNPATH_SEARCH_PATHS of the target, from @executable_path.",
         .sources = {sources::placing_content},
         .causes = {},
         .check = rpath_does_not_reach},
        {.id = "extension-missing-architecture",
         .severity = Severity::warning,
         .stage = Stage::libraries,
         .title = "The extension or a library of it lacks an architecture that the app has.",
         .clause = "it lacks an architecture of the app",
         .why = "On Macs of that architecture the app runs and what lacks it cannot be loaded.",
         .fix = "Build all targets for the same architectures (ONLY_ACTIVE_ARCH is for debug builds).",
         .sources = {"https://developer.apple.com/documentation/apple-silicon/building-a-universal-macos-binary"},
         .causes = {},
         .check = missing_architecture},
        {.id = "library-needs-newer-os",
         .severity = Severity::warning,
         .stage = Stage::libraries,
         .title = "A framework or library of the bundle needs a newer system than the app that loads it declares.",
         .clause = "a library needs a newer system than it declares",
         .why = "On the oldest systems that the app promises, the library may miss symbols and end the process.",
         .fix = "Build the library with the deployment target of the app, or raise that of the app.",
         .sources = {sources::placing_content},
         .causes = {},
         .check = newer_library},
    };
}

} // namespace nei::rules
