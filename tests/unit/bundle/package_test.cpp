// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/bundle/package.h"
#include "core/bundle/scan.h"
#include "tests/support/memory_tree.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace nei::bundle {
namespace {

using source::SourceKind;
using test::MemoryTree;

constexpr std::string_view info = R"(<?xml version="1.0" encoding="utf-8"?>
<pkg-info identifier="com.example.a" version="2.1" install-location="/Library" format-version="2">
    <payload numberOfFiles="12" installKBytes="34"/>
    <bundle path="./A.app" id="com.example.app" CFBundleShortVersionString="2.1.0" CFBundleVersion="7"/>
    <bundle-version><bundle id="com.example.app"/></bundle-version>
    <scripts><postinstall file="./after" timeout="600"/></scripts>
</pkg-info>)";

/// An opened package without signature.
struct PackageTree : MemoryTree {
    PackageTree() : MemoryTree("a.pkg", SourceKind::pkg) { package({}); }
};

struct Read {
    std::vector<InstallerPackage> packages;
    Problems problems;
};

Read read(const source::FileTree& tree) {
    Read found;
    signature::CertificateCache certificates;
    found.packages = read_packages(tree, certificates, signature::TrustStore::apple(), found.problems);
    return found;
}

std::vector<std::string> texts_of(const std::vector<PackageScript>& scripts) {
    std::vector<std::string> all;
    for (const PackageScript& script : scripts)
        all.push_back(std::string(slug(script.role)) + " " + script.path + " " + script.text);
    return all;
}

TEST(Package, ReadsAComponent) {
    PackageTree tree;
    tree.file("PackageInfo", info)
        .file("Payload", "x")
        .file("Payload!/A.app/Contents/Info.plist", "x")
        .file("Scripts!/after", "#!/bin/sh\necho after\n")
        .file("Scripts!/preinstall", "echo before")
        .file("Scripts!/lib/tool", std::string_view("\xcf\xfa\xed\xfe\0\0", 6));
    const auto [packages, problems] = read(tree);
    EXPECT_TRUE(problems.empty());
    ASSERT_EQ(packages.size(), 1u);
    EXPECT_EQ(packages[0].path, ".");
    EXPECT_EQ(packages[0].name, "a.pkg");
    EXPECT_FALSE(packages[0].is_product);
    EXPECT_FALSE(packages[0].signature);
    ASSERT_EQ(packages[0].components.size(), 1u);
    const PackageComponent& component = packages[0].components[0];
    EXPECT_EQ(component.path, ".");
    EXPECT_EQ(component.identifier, "com.example.a");
    EXPECT_EQ(component.version, "2.1");
    EXPECT_EQ(component.install_location, "/Library");
    EXPECT_EQ(component.payload_state, PayloadState::opened);
    EXPECT_EQ(component.payload, "Payload!");
    EXPECT_EQ(component.files, 12u);
    EXPECT_EQ(component.installed_kilobytes, 34u);
    EXPECT_EQ(component.bundles, (std::vector<PackageBundle>{{"./A.app", "com.example.app", "2.1.0"}}));
    EXPECT_EQ(
        texts_of(component.scripts),
        (std::vector<std::string>{"preinstall Scripts!/preinstall echo before",
                                  "postinstall Scripts!/after #!/bin/sh\necho after\n", "helper Scripts!/lib/tool "}));
    EXPECT_FALSE(component.scripts[2].is_text);
}

TEST(Package, ReadsAProductInsideAnotherArchive) {
    MemoryTree tree("all.zip", SourceKind::zip);
    source::PackageSource source;
    source.folder = "Install/Inner.pkg!";
    tree.package(source)
        .file("Install/Inner.pkg!/Distribution",
              "<installer-gui-script><title>Fernway &amp; more</title><product id='com.example.all' version='3'/>"
              "<options hostArchitectures='arm64, x86_64'/><script>function f() { return 1 &lt; 2; }</script>"
              "</installer-gui-script>")
        .file("Install/Inner.pkg!/A.pkg/PackageInfo", info)
        .file("Install/Inner.pkg!/A.pkg/Payload", "x")
        .file("Install/Inner.pkg!/B.pkg/PackageInfo", "<pkg-info identifier='com.example.b'/>")
        .file("Install/Inner.pkg!/B.pkg/Payload", "other")
        .file("Install/Inner.pkg!/C.pkg/PackageInfo", "<pkg-info/>")
        .file("Install/Inner.pkg!/C.pkg/Scripts!/postinstall", "#")
        // What a payload holds belongs to no package, whatever it is called.
        .file("Install/Inner.pkg!/A.pkg/Payload!/PackageInfo", info)
        .file("Other/PackageInfo", info);
    const auto [packages, problems] = read(tree);
    ASSERT_EQ(packages.size(), 1u);
    const InstallerPackage& package = packages[0];
    EXPECT_EQ(package.path, "Install/Inner.pkg!");
    EXPECT_EQ(package.name, "Inner.pkg");
    EXPECT_TRUE(package.is_product);
    EXPECT_EQ(package.title, "Fernway & more");
    EXPECT_EQ(package.product_identifier, "com.example.all");
    EXPECT_EQ(package.product_version, "3");
    EXPECT_EQ(package.architectures, (std::vector<std::string>{"arm64", "x86_64"}));
    EXPECT_EQ(texts_of(package.scripts), (std::vector<std::string>{"distribution Install/Inner.pkg!/Distribution "
                                                                   "function f() { return 1 < 2; }"}));
    ASSERT_EQ(package.components.size(), 3u);
    EXPECT_EQ(package.components[0].path, "Install/Inner.pkg!/A.pkg");
    EXPECT_EQ(package.components[0].payload, "Install/Inner.pkg!/A.pkg/Payload!");
    EXPECT_EQ(package.components[1].payload_state, PayloadState::not_read);
    EXPECT_EQ(package.components[1].install_location, "/");
    EXPECT_EQ(package.components[2].payload_state, PayloadState::missing);
    EXPECT_EQ(texts_of(package.components[2].scripts),
              std::vector<std::string>{"postinstall Install/Inner.pkg!/C.pkg/Scripts!/postinstall #"});
}

TEST(Package, KeepsAComponentWhoseInfoIsBroken) {
    PackageTree tree;
    tree.file("Distribution", "<installer")
        .file("A.pkg/PackageInfo", "<pkg-info")
        .file("A.pkg/Scripts!/preinstall", "#");
    const auto [packages, problems] = read(tree);
    EXPECT_EQ(problems.size(), 2u);
    EXPECT_EQ(problems.at(0).code, "package-info-unreadable");
    EXPECT_TRUE(packages.at(0).is_product);
    ASSERT_EQ(packages[0].components.size(), 1u);
    EXPECT_EQ(packages[0].components[0].identifier, "");
    EXPECT_EQ(packages[0].components[0].scripts.at(0).role, PackageScript::Role::preinstall);
}

TEST(Package, ShortensLongScriptsBetweenCharacters) {
    PackageTree tree;
    tree.file("PackageInfo", info);
    tree.file(
        "Scripts!/preinstall", "x" + [] {
            std::string text;
            while (text.size() < limits::script_bytes) text += "ü";
            return text;
        }());
    const auto [packages, problems] = read(tree);
    const PackageScript& script = packages.at(0).components.at(0).scripts.at(0);
    EXPECT_TRUE(script.is_shortened);
    EXPECT_TRUE(script.is_text);
    EXPECT_EQ(script.bytes, limits::script_bytes + 1);
    EXPECT_EQ(script.text.size(), limits::script_bytes - 1);
}

TEST(Package, IsADocumentWithoutAnyCode) {
    PackageTree tree;
    tree.file("PackageInfo", info).file("Scripts!/preinstall", "#");
    const auto bundle = scan(tree, {});
    ASSERT_TRUE(bundle) << bundle.error().message;
    EXPECT_TRUE((*bundle)->items.empty());
    ASSERT_EQ((*bundle)->packages.size(), 1u);
    EXPECT_EQ((*bundle)->source.kind, SourceKind::pkg);

    MemoryTree nothing("a.pkg", SourceKind::pkg);
    nothing.file("PackageInfo", info).file("x", "y");
    EXPECT_FALSE(scan(nothing, {}));
}

TEST(Package, IsTheSourceOrLiesInIt) {
    PackageTree tree;
    tree.file("PackageInfo", info);
    source::PackageSource inner;
    inner.folder = "Resources/B.pkg!";
    inner.ticket = to_bytes(as_bytes("no ticket"));
    tree.package(inner).file("Resources/B.pkg!/PackageInfo", info);
    const auto [packages, problems] = read(tree);
    ASSERT_EQ(packages.size(), 2u);
    EXPECT_EQ(packages[0].components.size(), 1u);
    EXPECT_EQ(packages[1].components.size(), 1u);
    EXPECT_EQ(packages[1].components[0].path, "Resources/B.pkg!");
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_EQ(problems[0].code, "ticket-unreadable");
    EXPECT_EQ(problems[0].path, "Resources/B.pkg!");
}

} // namespace
} // namespace nei::bundle
