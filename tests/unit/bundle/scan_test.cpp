// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/bundle/scan.h"
#include "core/plist/property_list.h"
#include "tests/forge/macho_writer.h"
#include "tests/support/memory_tree.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace nei::bundle {
namespace {

using test::MemoryTree;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

Bytes code(const std::string& file_type = "execute", std::vector<forge::MachOLibrary> libraries = {},
           std::vector<std::string> rpaths = {}) {
    forge::MachOOptions options;
    options.file_type = file_type;
    options.libraries = std::move(libraries);
    options.rpaths = std::move(rpaths);
    options.code_size = 256;
    return forge::make_macho(options).bytes;
}

std::string info(plist::Dictionary keys) {
    return plist::to_xml(plist::Value(std::move(keys)));
}

std::string info(const std::string& type, const std::string& identifier, const std::string& executable) {
    return info(
        {{"CFBundlePackageType", type}, {"CFBundleIdentifier", identifier}, {"CFBundleExecutable", executable}});
}

std::shared_ptr<const Bundle> scanned(const source::FileTree& tree) {
    auto bundle = scan(tree, {});
    if (!bundle) {
        ADD_FAILURE() << bundle.error().message;
        return std::make_shared<const Bundle>();
    }
    return *bundle;
}

/// "kind path parent" of each item, in order.
std::vector<std::string> outline(const Bundle& bundle) {
    std::vector<std::string> lines;
    for (const CodeItem& item : bundle.items)
        lines.push_back(std::string(slug(item.kind)) + " " + item.path + " < " +
                        (item.parent ? bundle.items[*item.parent].path : "none"));
    return lines;
}

/// A macOS app with a system extension, an app extension, a framework, a login item and loose code, in a folder.
void lay_out_mac_app(MemoryTree& tree) {
    const std::string contents = "Fernway.app/Contents/";
    tree.file(contents + "Info.plist", info("APPL", "com.example.fernway", "Fernway"))
        .file(contents + "MacOS/Fernway",
              code("execute", {{"@rpath/Kit.framework/Kit"}, {"/usr/lib/libSystem.B.dylib"}},
                   {"@executable_path/../Frameworks"}),
              0755)
        .file(contents + "MacOS/fernwayctl", code())
        .file(contents + "Resources/hidden.bin", code("dylib"))
        .file(contents + "Resources/Main.storyboardc/Info.plist", info({{"NSStoryboardMainMenu", "Main"}}))
        .file(contents + "Frameworks/Kit.framework/Versions/A/Kit", code("dylib"))
        .file(contents + "Frameworks/Kit.framework/Versions/A/Resources/Info.plist",
              info("FMWK", "com.example.kit", "Kit"))
        .symlink(contents + "Frameworks/Kit.framework/Versions/Current", "A")
        .symlink(contents + "Frameworks/Kit.framework/Kit", "Versions/Current/Kit")
        .file(contents + "Library/LoginItems/Start.app/Contents/Info.plist", info("APPL", "com.example.start", "Start"))
        .file(contents + "Library/LoginItems/Start.app/Contents/MacOS/Start", code());
    const std::string sysex = contents + "Library/SystemExtensions/com.example.tunnel.systemextension/Contents/";
    tree.file(sysex + "MacOS/Tunnel", code())
        .file(
            sysex + "Info.plist",
            info({{"CFBundlePackageType", "SYSX"},
                  {"CFBundleIdentifier", "com.example.tunnel"},
                  {"CFBundleExecutable", "Tunnel"},
                  {"NetworkExtension", plist::Dictionary{{"NEMachServiceName", "TEAM.tunnel"},
                                                         {"NEProviderClasses",
                                                          plist::Dictionary{{"com.apple.networkextension.packet-tunnel",
                                                                             "Tunnel.Provider"}}}}}}));
    const std::string appex = contents + "PlugIns/Filter.appex/Contents/";
    tree.file(appex + "MacOS/Filter", code())
        .file(appex + "Info.plist",
              info({{"CFBundlePackageType", "XPC!"},
                    {"CFBundleExecutable", "Filter"},
                    {"NSExtension",
                     plist::Dictionary{{"NSExtensionPointIdentifier", "com.apple.networkextension.filter-data"},
                                       {"NSExtensionPrincipalClass", "Filter.Data"}}}}));
}

class ScannedMacApp : public testing::Test {
protected:
    ScannedMacApp() { lay_out_mac_app(tree_); }
    MemoryTree tree_{"Downloads"};
    std::shared_ptr<const Bundle> bundle_;
    void SetUp() override { bundle_ = scanned(tree_); }
};

TEST_F(ScannedMacApp, FindsEveryCodeItemAndItsPlace) {
    EXPECT_THAT(
        outline(*bundle_),
        ElementsAre("app Fernway.app < none", "framework Fernway.app/Contents/Frameworks/Kit.framework < Fernway.app",
                    "login-item Fernway.app/Contents/Library/LoginItems/Start.app < Fernway.app",
                    "system-extension Fernway.app/Contents/Library/SystemExtensions/com.example.tunnel.systemextension "
                    "< Fernway.app",
                    "executable Fernway.app/Contents/MacOS/fernwayctl < Fernway.app",
                    "app-extension Fernway.app/Contents/PlugIns/Filter.appex < Fernway.app",
                    "library Fernway.app/Contents/Resources/hidden.bin < Fernway.app"));
}

TEST_F(ScannedMacApp, ReadsHowProvidersRegister) {
    const CodeItem* sysex =
        bundle_->find("Fernway.app/Contents/Library/SystemExtensions/com.example.tunnel.systemextension");
    ASSERT_TRUE(sysex && sysex->provider);
    EXPECT_EQ(sysex->provider->packaging, ne::Packaging::system_extension);
    EXPECT_EQ(sysex->provider->mach_service_name, "TEAM.tunnel");
    EXPECT_THAT(sysex->provider->extension_points,
                ElementsAre(ProviderPoint{"com.apple.networkextension.packet-tunnel", "Tunnel.Provider"}));
    const CodeItem* appex = bundle_->find("Fernway.app/Contents/PlugIns/Filter.appex");
    ASSERT_TRUE(appex && appex->provider);
    EXPECT_EQ(appex->provider->packaging, ne::Packaging::app_extension);
    EXPECT_TRUE(appex->provider->is_network_extension());
}

TEST_F(ScannedMacApp, NamesRootAndPathInIt) {
    const CodeItem* tool = bundle_->find("Fernway.app/Contents/MacOS/fernwayctl");
    ASSERT_TRUE(tool);
    EXPECT_EQ(tool->root, "Fernway.app");
    EXPECT_EQ(tool->path_in_root, "Contents/MacOS/fernwayctl");
    EXPECT_EQ(bundle_->items[0].path_in_root, ".");
    EXPECT_EQ(bundle_->items[0].executable, "Fernway.app/Contents/MacOS/Fernway");
    EXPECT_EQ(bundle_->items[0].executable_mode, 0755u);
}

TEST_F(ScannedMacApp, ResolvesLibrariesThroughRunPathsAndSymlinks) {
    EXPECT_THAT(bundle_->items[0].slices.at(0).library_targets,
                ElementsAre("Fernway.app/Contents/Frameworks/Kit.framework/Versions/A/Kit", ""));
}

TEST(Scan, VeryManyLibrariesAndRunPathsAreNotTriedWithEachOther) {
    std::vector<forge::MachOLibrary> libraries;
    std::vector<std::string> run_paths;
    for (int i = 0; i < 400; ++i) {
        libraries.push_back({fmt::format("@rpath/{}.dylib", i)});
        run_paths.push_back(fmt::format("@loader_path/{}", i));
    }
    MemoryTree tree("Folder");
    const auto bundle = scanned(tree.file("tool", code("execute", libraries, run_paths)));
    EXPECT_THAT(bundle->problems, Contains(testing::Field(&Problem::code, "too-many-libraries")));
    EXPECT_EQ(bundle->items.at(0).slices.at(0).library_targets.size(), 400u);
}

TEST(Scan, FilesThatAreKeptWholeAreBounded) {
    MemoryTree tree("Folder");
    const std::string contents = "A.app/Contents/";
    tree.file(contents + "MacOS/A", code()).file(contents + "Info.plist", Bytes(limits::info_plist_bytes + 1));
    tree.file(contents + "_CodeSignature/CodeDirectory", Bytes(limits::signature_file_bytes + 1));
    EXPECT_THAT(scanned(tree)->problems, testing::Each(testing::Field(&Problem::code, "too-large")));
    EXPECT_EQ(scanned(tree)->problems.size(), 2u);
}

TEST(Scan, FoldersOfOneNameInEachOtherAreNoBundles) {
    MemoryTree tree("Folder");
    std::string path;
    for (int i = 0; i < 400; ++i) path += "Contents/";
    tree.file(path + "note", "text").file("tool", code());
    EXPECT_EQ(scanned(tree)->items.size(), 1u);
}

TEST(Scan, TheOpenedFolderCanBeTheBundle) {
    MemoryTree tree("Tiny.app");
    tree.file("Contents/Info.plist", info("APPL", "com.example.tiny", "Tiny")).file("Contents/MacOS/Tiny", code());
    tree.file("Contents/MacOS/helper", code());
    const auto bundle = scanned(tree);
    EXPECT_THAT(outline(*bundle), ElementsAre("app . < none", "executable Contents/MacOS/helper < ."));
    EXPECT_EQ(bundle->items[0].name, "Tiny.app");
    EXPECT_EQ(bundle->items[1].root, ".");
    EXPECT_EQ(bundle->items[1].path_in_root, "Contents/MacOS/helper");
}

TEST(Scan, ReadsFlatBundles) {
    MemoryTree tree("Phone.ipa", source::SourceKind::zip);
    tree.file("Payload/Phone.app/Info.plist", info("APPL", "com.example.phone", "Phone"))
        .file("Payload/Phone.app/Phone", code())
        .file("Payload/Phone.app/Watch/W.app/Info.plist",
              info({{"CFBundlePackageType", "APPL"}, {"CFBundleExecutable", "W"}, {"WKWatchKitApp", true}}))
        .file("Payload/Phone.app/Watch/W.app/W", code())
        .file("Payload/Phone.app/PlugIns/T.appex/Info.plist", info("XPC!", "com.example.phone.t", "T"))
        .file("Payload/Phone.app/PlugIns/T.appex/T", code());
    EXPECT_THAT(outline(*scanned(tree)),
                ElementsAre("app Payload/Phone.app < none",
                            "app-extension Payload/Phone.app/PlugIns/T.appex < Payload/Phone.app",
                            "watch-app Payload/Phone.app/Watch/W.app < Payload/Phone.app"));
}

TEST(Scan, TheWrapperOfAnIosAppOnAMacIsNoItem) {
    MemoryTree tree("Applications");
    tree.file("Phone.app/Wrapper/Phone.app/Info.plist", info("APPL", "com.example.phone", "Phone"))
        .file("Phone.app/Wrapper/Phone.app/Phone", code())
        .symlink("Phone.app/WrappedBundle", "Wrapper/Phone.app");
    EXPECT_THAT(outline(*scanned(tree)), ElementsAre("app Phone.app/Wrapper/Phone.app < none"));
}

TEST(Scan, KeepsABundleWhoseExecutableIsMissing) {
    MemoryTree tree("Downloads");
    tree.file("Gone.app/Contents/Info.plist", info("APPL", "com.example.gone", "Gone"));
    const auto bundle = scanned(tree);
    ASSERT_EQ(bundle->items.size(), 1u);
    EXPECT_TRUE(bundle->items[0].executable_missing);
    ASSERT_EQ(bundle->problems.size(), 1u);
    EXPECT_EQ(bundle->problems[0].code, "executable-missing");
    EXPECT_EQ(bundle->problems[0].path, "Gone.app");
}

TEST(Scan, OneBrokenItemDoesNotHideTheRest) {
    MemoryTree tree("Downloads");
    Bytes cut = code();
    cut.resize(40);
    tree.file("A.app/Contents/Info.plist", std::string_view("<plist><dict>"))
        .file("A.app/Contents/MacOS/A", cut)
        .file("B.app/Contents/Info.plist", info("APPL", "com.example.b", "B"))
        .file("B.app/Contents/MacOS/B", code());
    const auto bundle = scanned(tree);
    EXPECT_THAT(outline(*bundle), ElementsAre("app A.app < none", "app B.app < none"));
    std::vector<std::string> codes;
    for (const Problem& problem : bundle->problems) codes.push_back(problem.code);
    EXPECT_THAT(codes, Contains("info-plist-unreadable"));
    EXPECT_THAT(codes, Contains("macho-malformed"));
}

TEST(Scan, AppleDoubleFilesAreNoItems) {
    class WithAppleDouble : public MemoryTree {
    public:
        using MemoryTree::MemoryTree;
        void mark() {
            for (source::Entry& entry : entries_)
                if (source::file_name(entry.path).starts_with("._")) entry.apple_double = true;
        }
    };
    WithAppleDouble tree("Downloads");
    tree.file("tool", code()).file("._tool", code());
    tree.mark();
    const auto bundle = scanned(tree);
    EXPECT_THAT(outline(*bundle), ElementsAre("executable tool < none"));
    EXPECT_EQ(bundle->source.files, 1u);
}

TEST(Scan, SaysWhenThereIsNothingToShow) {
    MemoryTree folder("Documents");
    folder.file("letter.txt", std::string_view("This letter is longer than the smallest Mach-O could be."));
    EXPECT_THAT(scan(folder, {}).error().message, HasSubstr("contains no bundle"));
}

TEST(Scan, CanBeStopped) {
    std::stop_source stop;
    stop.request_stop();
    ScanOptions options;
    options.control.stop = stop.get_token();
    MemoryTree tree("Downloads");
    lay_out_mac_app(tree);
    EXPECT_EQ(scan(tree, options).error().code, ErrorCode::cancelled);
}

TEST(Scan, KindFollowsContentBeforeName) {
    MemoryTree tree("Downloads");
    tree.file("Odd.app/Contents/Info.plist", info("SYSX", "com.example.odd", "Odd"))
        .file("Odd.app/Contents/MacOS/Odd", code());
    tree.file("Driver.dext/Info.plist", info("DEXT", "com.example.driver", "Driver"))
        .file("Driver.dext/Driver", code());
    tree.file("Plug.thing/Contents/Info.plist", info("BNDL", "com.example.plug", "Plug"))
        .file("Plug.thing/Contents/MacOS/Plug", code("bundle"));
    EXPECT_THAT(outline(*scanned(tree)), ElementsAre("driver-extension Driver.dext < none",
                                                     "system-extension Odd.app < none", "plug-in Plug.thing < none"));
}

} // namespace
} // namespace nei::bundle
