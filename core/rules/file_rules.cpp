// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/rule.h"
#include "core/rules/sources.h"

#include <algorithm>

namespace nei::rules {
namespace {

using bundle::ItemKind;

/// Whether a bundle holds neither code nor anything of a signature: sources, or what was left of a build, which nobody
/// starts. The wheel of mitmproxy has such an app beside the real one.
bool was_never_built(const ItemFacts& item) {
    return !item.item->seal && !item.item->profile && !item.item->detached_signature && item.inside.empty() &&
           item.children.empty();
}

void executable_missing(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.item->executable_missing) continue;
        const std::string named = item.info_text("CFBundleExecutable");
        Draft& draft =
            report.add(item, fmt::format("{} has no executable: its Info.plist names {}, which is not there.",
                                         facts.name(item), named.empty() ? "one" : named));
        draft.finding.facts = facts_of({{"executable", named}});
        // A folder with an Info.plist among the resources keeps nothing from starting.
        if (was_never_built(item) || (!item.runs() && !item.is(ItemKind::framework)))
            draft.finding.severity = Severity::warning;
    }
}

/// Whether the code of a slice ends before its signature does.
bool cut_off(const macho::Slice& slice) {
    return slice.signature_range && (slice.signature_range->offset > slice.size ||
                                     slice.signature_range->size > slice.size - slice.signature_range->offset);
}

void executable_truncated(const Facts& facts, Report& report) {
    // Paths of files whose universal header points behind their end; from the reader's problems, looked up once.
    std::vector<std::string_view> outside;
    for (const Problem& problem : facts.bundle().problems)
        if (problem.code == "slice-outside-file" || problem.code == "macho-unreadable") outside.push_back(problem.path);
    std::ranges::sort(outside);
    for (const ItemFacts& item : facts.items()) {
        const std::string& path = item.item->executable.empty() ? item.item->path : item.item->executable;
        const bool outside_file = std::ranges::binary_search(outside, std::string_view(path));
        const auto cut = std::ranges::find_if(item.item->slices, [](const auto& slice) { return cut_off(slice.code); });
        if (!outside_file && cut == item.item->slices.end()) continue;
        Draft& draft = report.add(item, fmt::format("The executable of {} ends too early: its header names parts that "
                                                    "are not in the file.",
                                                    facts.name(item)));
        if (cut != item.item->slices.end()) draft.finding.architecture = cut->code.architecture;
        draft.finding.facts = facts_of({{"file", path}});
    }
}

bool is_process(const ItemFacts& item) {
    return std::ranges::any_of(item.item->slices, [](const bundle::CodeSlice& slice) {
        return slice.code.file_type == macho::FileType::execute;
    });
}

void executable_not_executable(const Facts& facts, Report& report) {
    constexpr unsigned any_execute = 0111;
    // Archives without permissions lose them for all files alike (corpus: shipped archives do), and unpacking by
    // another tool may bring them back; one file without the bit among others that have it was made so.
    const bool others_have = std::ranges::any_of(facts.items(), [](const ItemFacts& item) {
        return item.item->executable_mode && (*item.item->executable_mode & any_execute) != 0;
    });
    for (const ItemFacts& item : facts.items()) {
        if (!item.item->executable_mode || (*item.item->executable_mode & any_execute) != 0 || !is_process(item))
            continue;
        Draft& draft = report.add(item, fmt::format("The executable of {} may not be executed: its mode is {:04o}.",
                                                    facts.name(item), *item.item->executable_mode));
        draft.finding.facts =
            facts_of({{"file", item.item->executable}, {"mode", fmt::format("{:04o}", *item.item->executable_mode)}});
        if (others_have) continue;
        draft.finding.severity = Severity::warning;
        draft.finding.why = "No file of this bundle has execute permission, so the permissions were probably lost on "
                            "the way here, as some archives and file shares lose them.";
        draft.finding.fix = "Pack the bundle with ditto -c -k --keepParent, or as a .dmg or .pkg, and look at the copy "
                            "that the failing system has.";
    }
}

void extension_info_plist_incomplete(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        const bool strict = item.app_extension() && !item.mac;
        if ((!strict && !item.system_extension()) || !item.item->info_plist) continue;
        std::vector<std::string> missing;
        for (const std::string_view key :
             {"CFBundleIdentifier", "CFBundleVersion", "CFBundleName", "CFBundleExecutable"}) {
            // Of these sysextd only insists on the identifier; a version decides about replacement.
            if (!strict && key != "CFBundleIdentifier" && key != "CFBundleVersion") continue;
            if (item.info_text(key).empty()) missing.emplace_back(key);
        }
        if (missing.empty()) continue;
        Draft& draft = report.add(
            item, fmt::format("The Info.plist of {} lacks {}.", facts.name(item), listed(missing)), missing.front());
        draft.finding.facts = facts_of({{"missing", array_of(missing)}});
        if (!strict && missing.front() != "CFBundleIdentifier") {
            draft.finding.severity = Severity::warning;
            draft.finding.why = "macOS compares CFBundleVersion to decide whether an activation replaces the system "
                                "extension that is installed; without it an update may not take effect.";
        }
    }
}

/// One to three numbers, and for macOS the letter forms of development builds.
bool is_build_version(std::string_view text) {
    int parts = 0;
    while (true) {
        const std::size_t end = std::min(text.find('.'), text.size());
        std::string_view part = text.substr(0, end);
        // "1.2b3", "1.2fc3": development, alpha, beta and final candidate, as CFBundleVersion has had them.
        if (const std::size_t letter = part.find_first_of("dabf"); letter != std::string_view::npos && letter > 0)
            part = part.substr(0, letter);
        if (part.empty() || !std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; })) return false;
        if (++parts > 3) return false;
        if (end == text.size()) return true;
        text.remove_prefix(end + 1);
    }
}

void invalid_cfbundleversion(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        const std::string version = item.info_text("CFBundleVersion");
        if (version.empty() || (!item.system_extension() && !item.driver() && !item.provider) ||
            is_build_version(version))
            continue;
        report
            .add(item,
                 fmt::format("{} has the CFBundleVersion {}, which is not one to three numbers.", facts.name(item),
                             version),
                 "CFBundleVersion")
            .finding.facts = facts_of({{"CFBundleVersion", version}});
    }
}

} // namespace

std::vector<Rule> file_rules() {
    return {
        {.id = "executable-missing",
         .severity = Severity::blocker,
         .stage = Stage::file,
         .title = "Info.plist names an executable that is not in the bundle.",
         .clause = "its executable is missing",
         .why = "The system starts the file that CFBundleExecutable names. Without it the bundle counts as one without "
                "code, and nothing in it can be started or checked.",
         .fix = "Build again, and copy the bundle whole. If a script renamed the executable, name it in "
                "CFBundleExecutable before signing.",
         .sources = {sources::placing_content},
         .causes = {},
         .check = executable_missing},
        {.id = "executable-truncated",
         .severity = Severity::blocker,
         .stage = Stage::file,
         .title = "The executable ends before a part that its header names.",
         .clause = "its executable is cut off",
         .why = "The kernel reads code and signature where the header says. They lie behind the end of the file, so it "
                "refuses to start it. This is what an interrupted copy or download leaves.",
         .fix = "Copy or download the bundle again, and compare its size with that of the original.",
         .sources = {sources::hashes},
         .causes = {},
         .check = executable_truncated},
        {.id = "executable-not-executable",
         .severity = Severity::blocker,
         .stage = Stage::file,
         .title = "The main executable has no execute permission.",
         .clause = "its executable may not be executed",
         .why = "The system starts only files with execute permission. Others in this bundle have it.",
         .fix = "Give it execute permission (chmod +x) in the build, before signing and packing.",
         .sources = {sources::trusted_execution},
         .causes = {},
         .check = executable_not_executable},
        {.id = "extension-info-plist-incomplete",
         .severity = Severity::blocker,
         .stage = Stage::install,
         .title = "The extension's Info.plist lacks a key that the installer insists on.",
         .clause = "its Info.plist is incomplete",
         .why = "The installer refuses an extension without it: on iOS with MIInstallerErrorDomain 33 or 52, on macOS "
                "with OSSystemExtensionErrorDomain 5.",
         .fix = "Add the key to the extension's Info.plist. Xcode fills it in where GENERATE_INFOPLIST_FILE is on or "
                "the file says $(CURRENT_PROJECT_VERSION) and the like.",
         .sources = {"https://developer.apple.com/documentation/bundleresources/information-property-list"},
         .causes = {},
         .check = extension_info_plist_incomplete},
        {.id = "invalid-cfbundleversion",
         .severity = Severity::warning,
         .stage = Stage::install,
         .title = "CFBundleVersion is not of the form that the extension category accepts.",
         .clause = "its CFBundleVersion is not a version",
         .why = "The system compares this version to decide whether to replace an installed extension, and some "
                "categories refuse what they cannot compare.",
         .fix = "Set CFBundleVersion to one, two or three numbers with full stops between them, such as 1.2.3.",
         .sources = {"https://developer.apple.com/documentation/bundleresources/information-property-list/"
                     "cfbundleversion"},
         .causes = {},
         .check = invalid_cfbundleversion},
    };
}

} // namespace nei::rules
