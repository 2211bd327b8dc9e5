// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/bundle/files.h"
#include "core/bundle/scan.h"
#include "core/plist/property_list.h"
#include "tests/forge/macho_writer.h"
#include "tests/support/memory_tree.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>

namespace nei::bundle {
namespace {

using plist::Dictionary;
using plist::Value;
using test::MemoryTree;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string contents = "Fernway.app/Contents/";

Value rule(double weight, std::string_view word = {}) {
    Dictionary made{{"weight", weight}};
    if (!word.empty()) made.emplace(std::string(word), true);
    return made;
}

Value file(bool optional = false) {
    Dictionary made{{"hash2", Bytes(32, std::byte{1})}};
    if (optional) made.emplace("optional", true);
    return made;
}

Value code() {
    return Dictionary{{"cdhash", Bytes(20, std::byte{2})}, {"requirement", "anchor apple"}};
}

std::string seal(Dictionary files) {
    const Dictionary rules{{"^.*", true},
                           {"^[^/]+$", rule(10, "nested")},
                           {"^(Frameworks|PlugIns|MacOS)/", rule(10, "nested")},
                           {"^Info\\.plist$", rule(20, "omit")},
                           {"^Resources/", rule(20)},
                           {"^(.*/)?\\.DS_Store$", rule(2000, "omit")},
                           {"^Resources/.*\\.lproj/", rule(1000, "optional")}};
    return plist::to_xml(Value(Dictionary{{"rules2", rules}, {"files2", std::move(files)}}));
}

Bytes macho() {
    forge::MachOOptions options;
    options.code_size = 256;
    return forge::make_macho(options).bytes;
}

std::string info(const std::string& type, const std::string& executable) {
    return plist::to_xml(Value(Dictionary{{"CFBundlePackageType", type}, {"CFBundleExecutable", executable}}));
}

void lay_out(MemoryTree& tree, const std::string& code_resources) {
    tree.file(contents + "Info.plist", info("APPL", "Fernway"))
        .file(contents + "MacOS/Fernway", macho())
        .file(contents + "MacOS/tool", macho())
        .file(contents + "PlugIns/Tunnel.appex/Contents/Info.plist", info("XPC!", "Tunnel"))
        .file(contents + "PlugIns/Tunnel.appex/Contents/MacOS/Tunnel", macho())
        .file(contents + "Library/SystemExtensions/x.systemextension/Contents/Info.plist", info("SYSX", "X"))
        .file(contents + "Library/SystemExtensions/x.systemextension/Contents/MacOS/X", macho())
        .file(contents + "Resources/a.txt", "a")
        .file(contents + "Resources/de.lproj/a.strings", "a")
        .file(contents + "Resources/extra.txt", "new")
        .file(contents + "Resources/.DS_Store", "x")
        .symlink(contents + "Resources/link", "a.txt")
        .file(contents + "_MASReceipt/receipt", "x")
        .file("Fernway.app/stray.txt", "beside Contents")
        .file(contents + "_CodeSignature/CodeResources", code_resources);
}

Dictionary sealed_files() {
    const std::string sysex = "Library/SystemExtensions/x.systemextension/Contents/";
    return {{"MacOS/tool", code()},
            {"PlugIns/Tunnel.appex", code()},
            {sysex + "Info.plist", file()},
            {sysex + "MacOS/X", file()},
            {"Resources/a.txt", file()},
            {"Resources/de.lproj/a.strings", file(true)},
            {"Resources/fr.lproj/a.strings", file(true)},
            {"Resources/link", Dictionary{{"symlink", "a.txt"}}},
            {"Resources/lost.txt", file()}};
}

std::shared_ptr<const Bundle> scanned(const source::FileTree& tree) {
    auto bundle = scan(tree, {});
    EXPECT_TRUE(bundle) << bundle.error().message;
    return bundle ? *bundle : std::make_shared<const Bundle>();
}

FileList listed(const source::FileTree& tree, const Bundle& bundle, std::string_view path) {
    const CodeItem* item = bundle.find(path);
    EXPECT_NE(item, nullptr) << path;
    auto list = list_files(tree, bundle, item ? static_cast<std::size_t>(item - bundle.items.data()) : 0);
    EXPECT_TRUE(list);
    return list ? std::move(*list) : FileList();
}

/// "path-in-seal state": of every file.
std::vector<std::string> lines(const FileList& list) {
    std::vector<std::string> all;
    for (const ListedFile& file : list.files) all.push_back(fmt::format("{} {}", file.path_in_seal, slug(file.state)));
    return all;
}

const ListedFile& at(const FileList& list, std::string_view path_in_seal) {
    const auto found = std::ranges::find(list.files, path_in_seal, &ListedFile::path_in_seal);
    EXPECT_NE(found, list.files.end()) << path_in_seal;
    return *found;
}

TEST(Files, SaysOfEachFileWhatTheSealOfItsItemSays) {
    MemoryTree tree("build");
    lay_out(tree, seal(sealed_files()));
    const auto bundle = scanned(tree);
    const FileList list = listed(tree, *bundle, "Fernway.app");
    EXPECT_THAT(
        lines(list),
        ElementsAre("Info.plist omitted-by-rule",
                    "Library/SystemExtensions/x.systemextension/Contents/Info.plist sealed",
                    "Library/SystemExtensions/x.systemextension/Contents/MacOS/X sealed", "MacOS/Fernway not-in-seal",
                    "MacOS/tool nested-code", "PlugIns/Tunnel.appex/Contents/Info.plist nested-code",
                    "PlugIns/Tunnel.appex/Contents/MacOS/Tunnel nested-code", "Resources/.DS_Store omitted-by-rule",
                    "Resources/a.txt sealed", "Resources/de.lproj/a.strings sealed-optional",
                    "Resources/extra.txt not-in-seal", "Resources/link sealed", "Resources/lost.txt missing",
                    "_CodeSignature/CodeResources seal-itself", "_MASReceipt/receipt receipt", "../stray.txt outside"));
    EXPECT_TRUE(list.problems.empty());
    EXPECT_EQ(list.rule(at(list, "Resources/a.txt"))->pattern, "^Resources/");
    EXPECT_EQ(list.rule(at(list, "Resources/.DS_Store"))->weight, 2000.0);
    EXPECT_EQ(list.sealed(at(list, "Resources/a.txt"))->hash2, Bytes(32, std::byte{1}));
    EXPECT_EQ(list.sealed(at(list, "Resources/link"))->link_target, "a.txt");
    EXPECT_EQ(list.sealed(at(list, "Resources/extra.txt")), nullptr);
    EXPECT_FALSE(at(list, "Resources/lost.txt").entry);
    EXPECT_EQ(at(list, "Resources/lost.txt").path, contents + "Resources/lost.txt");
}

TEST(Files, NamesTheItemsAndKindsOfFiles) {
    MemoryTree tree("build");
    lay_out(tree, seal(sealed_files()));
    const auto bundle = scanned(tree);
    const FileList list = listed(tree, *bundle, "Fernway.app");
    const auto path_of = [&](std::size_t item) { return bundle->items.at(item).path_in_root; };
    const ListedFile& inner = at(list, "PlugIns/Tunnel.appex/Contents/MacOS/Tunnel");
    EXPECT_EQ(path_of(inner.nested_item.value()), "Contents/PlugIns/Tunnel.appex");
    EXPECT_EQ(path_of(inner.holder), "Contents/PlugIns/Tunnel.appex");
    EXPECT_TRUE(list.sealed(inner)->is_nested_code());
    EXPECT_EQ(inner.content, FileContent::code);
    EXPECT_EQ(path_of(at(list, "MacOS/tool").nested_item.value()), "Contents/MacOS/tool");
    EXPECT_EQ(path_of(at(list, "MacOS/tool").holder), "Contents/MacOS/tool");
    const ListedFile& sysex = at(list, "Library/SystemExtensions/x.systemextension/Contents/MacOS/X");
    EXPECT_FALSE(sysex.nested_item) << "files of a system extension are sealed one by one";
    EXPECT_EQ(path_of(sysex.holder), "Contents/Library/SystemExtensions/x.systemextension");
    EXPECT_EQ(path_of(at(list, "Resources/a.txt").holder), ".");
    EXPECT_EQ(at(list, "Resources/de.lproj/a.strings").content, FileContent::property_list);
    EXPECT_EQ(at(list, "Resources/a.txt").content, FileContent::other);
    EXPECT_EQ(at(list, "_CodeSignature/CodeResources").content, FileContent::signature);
    EXPECT_EQ(at(list, "Resources/link").kind, source::EntryKind::symlink);
}

TEST(Files, WithoutASealNothingIsSaidOfFiles) {
    MemoryTree tree("build");
    lay_out(tree, seal({}));
    const auto bundle = scanned(tree);
    const FileList inner = listed(tree, *bundle, "Fernway.app/Contents/PlugIns/Tunnel.appex");
    EXPECT_THAT(lines(inner), ElementsAre("Info.plist no-seal", "MacOS/Tunnel no-seal"));
    EXPECT_EQ(inner.seal, nullptr);
    EXPECT_TRUE(inner.problems.empty());
    const FileList tool = listed(tree, *bundle, "Fernway.app/Contents/MacOS/tool");
    EXPECT_THAT(lines(tool), ElementsAre("tool no-seal"));
    EXPECT_EQ(tool.files[0].content, FileContent::code);
}

TEST(Files, ASealThatCannotBeReadIsAProblem) {
    for (const std::string& broken : {std::string("<plist><dict>"), std::string(), std::string("bplist00"),
                                      plist::to_xml(Value(Dictionary{{"rules2", "text"}}))}) {
        MemoryTree tree("build");
        lay_out(tree, broken);
        const auto bundle = scanned(tree);
        const FileList list = listed(tree, *bundle, "Fernway.app");
        EXPECT_EQ(list.files.size(), 15u);
        EXPECT_EQ(at(list, "Resources/a.txt").state, SealState::no_seal);
        ASSERT_EQ(list.problems.size(), 1u);
        EXPECT_EQ(list.problems[0].code, "seal-unreadable");
        EXPECT_EQ(list.problems[0].path, contents + "_CodeSignature/CodeResources");
    }
}

TEST(Files, DamagedSealsLeaveTheFilesListed) {
    const std::string whole = seal(sealed_files());
    MemoryTree sound("build");
    lay_out(sound, whole);
    const auto bundle = scanned(sound);
    for (std::size_t at = 0; at < whole.size(); at += 23)
        for (const char byte : {'<', '>', '*', '(', '/', '\0', '\xff'}) {
            std::string damaged = whole;
            damaged[at] = byte;
            MemoryTree tree("build");
            lay_out(tree, damaged);
            const FileList list = listed(tree, *bundle, "Fernway.app");
            EXPECT_GE(list.files.size(), 15u);
            EXPECT_TRUE(std::ranges::is_sorted(list.files, {}, &ListedFile::path));
            for (const Problem& problem : list.problems) EXPECT_TRUE(problem.message.ends_with('.')) << problem.message;
        }
}

TEST(Files, NamesInASealLeadNowhereElse) {
    MemoryTree tree("build");
    lay_out(tree, seal({{"../../../etc/passwd", file()}, {"/etc/passwd", file()}, {"", file()}, {"a//b", file()}}));
    const auto bundle = scanned(tree);
    const FileList list = listed(tree, *bundle, "Fernway.app");
    EXPECT_EQ(at(list, "../../../etc/passwd").state, SealState::missing);
    EXPECT_EQ(at(list, "../../../etc/passwd").path, "../etc/passwd") << "only shown, never opened";
    EXPECT_EQ(at(list, "/etc/passwd").state, SealState::missing);
    EXPECT_EQ(at(list, "a//b").state, SealState::missing);
}

TEST(Files, ListsSomeOfVeryManyMissingFiles) {
    Dictionary files;
    for (std::size_t i = 0; i < limits::missing_files + 5; ++i) files.emplace(fmt::format("Resources/{}", i), file());
    MemoryTree tree("build");
    lay_out(tree, seal(std::move(files)));
    const auto bundle = scanned(tree);
    const FileList list = listed(tree, *bundle, "Fernway.app");
    EXPECT_EQ(std::ranges::count(list.files, SealState::missing, &ListedFile::state),
              static_cast<std::ptrdiff_t>(limits::missing_files));
    ASSERT_EQ(list.problems.size(), 1u);
    EXPECT_THAT(list.problems[0].message, HasSubstr("more than 10,000 files"));
    EXPECT_TRUE(std::ranges::is_sorted(list.files, {}, &ListedFile::path));
}

TEST(Files, ListsSeveralItemsInTheirOrderAndStopsWhenAsked) {
    MemoryTree tree("build");
    lay_out(tree, seal(sealed_files()));
    const auto bundle = scanned(tree);
    const std::vector<std::size_t> all{3, 0, 1, 2};
    const auto lists = list_files(tree, *bundle, all);
    ASSERT_TRUE(lists);
    ASSERT_EQ(lists->size(), 4u);
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ((*lists)[i].item, all[i]);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = list_files(tree, *bundle, all, {stop.get_token(), nullptr});
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
}

} // namespace
} // namespace nei::bundle
