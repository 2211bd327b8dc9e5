// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/scan.h"
#include "core/source/open.h"
#include "tests/forge/certificates.h"
#include "tests/forge/spec.h"
#include "tests/unit/support/corpus.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// Packages as files: opened, scanned, and held against what went into them.
namespace nei::bundle {
namespace {

using forge::Json;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

class PackageFile : public testing::Test {
protected:
    std::shared_ptr<const Bundle> opened(const Json& spec, const char* name) {
        return scanned(forge::write_bundle(spec, folder.path() / name));
    }

    static std::shared_ptr<const Bundle> scanned(const std::filesystem::path& path, bool trust_forged = true) {
        const auto tree = source::open(path);
        if (!tree) {
            ADD_FAILURE() << tree.error().message;
            return std::make_shared<Bundle>();
        }
        ScanOptions options;
        if (trust_forged) (void)options.trust.add_given(as_bytes(forge::trust_roots_pem()));
        auto bundle = scan(**tree, options);
        if (!bundle) ADD_FAILURE() << bundle.error().message;
        return bundle ? *bundle : std::make_shared<Bundle>();
    }

    static Json product(const Json& package = Json::object()) {
        Json spec = {{"app", {{"identifier", "com.example.fernway"}, {"nested", {{{"framework", {{"name", "Kit"}}}}}}}},
                     {"package", package}};
        return spec;
    }

    test::TemporaryFolder folder;
};

std::vector<std::string> paths(const Bundle& bundle) {
    std::vector<std::string> all;
    for (const CodeItem& item : bundle.items) all.push_back(item.path);
    return all;
}

TEST_F(PackageFile, HoldsTheSameItemsHoweverItIsPacked) {
    for (const char* payload : {"gzip", "bzip2", "xz", "pbzx", "plain"}) {
        for (const char* checksum : {"sha1", "sha256"}) {
            const auto bundle = opened(product({{"payload", payload}, {"checksum", checksum}}), "a.pkg");
            EXPECT_THAT(bundle->problems, IsEmpty()) << bundle->problems.front().message;
            EXPECT_THAT(paths(*bundle),
                        ElementsAre("Payload!/Fernway.app", "Payload!/Fernway.app/Contents/Frameworks/Kit.framework"));
            EXPECT_TRUE(bundle->items.front().main_signature());
            ASSERT_EQ(bundle->packages.size(), 1u);
            const InstallerPackage& package = bundle->packages[0];
            EXPECT_EQ(package.name, "a.pkg");
            ASSERT_TRUE(package.signature);
            EXPECT_TRUE(package.signature->signature_is_right) << package.signature->problem;
            EXPECT_TRUE(package.checksum_is_right);
            EXPECT_TRUE(package.ticket_lists_package);
            ASSERT_EQ(package.components.size(), 1u);
            EXPECT_EQ(package.components[0].payload_state, PayloadState::opened);
            EXPECT_EQ(package.components[0].payload, "Payload!");
            EXPECT_EQ(package.components[0].bundles,
                      (std::vector<PackageBundle>{{"./Fernway.app", "com.example.fernway", "1.0"}}));
        }
    }
}

TEST_F(PackageFile, SaysThatAPayloadIsNotRead) {
    const auto bundle = opened(product({{"payload", "damaged"}}), "a.pkg");
    EXPECT_THAT(paths(*bundle), IsEmpty());
    ASSERT_EQ(bundle->problems.size(), 1u);
    EXPECT_EQ(bundle->problems[0].path, "Payload");
    EXPECT_EQ(bundle->packages.at(0).components.at(0).payload_state, PayloadState::not_read);
}

TEST_F(PackageFile, IsReadEvenIfItWasChanged) {
    const auto bundle = opened(product({{"damage", {"table"}}}), "a.pkg");
    EXPECT_EQ(bundle->items.size(), 2u);
    EXPECT_FALSE(bundle->packages.at(0).checksum_is_right);
}

TEST_F(PackageFile, IsAProduct) {
    const auto bundle = opened(product({{"product", true},
                                        {"scripts", {{"postinstall", "#!/bin/sh\n"}, {"helper", "exit\n"}}},
                                        {"components", {{"Cleanup", {{"scripts", {{"preinstall", "#\n"}}}}}}}}),
                               "Fernway.pkg");
    EXPECT_THAT(paths(*bundle), Contains("Fernway.pkg/Payload!/Fernway.app"));
    const InstallerPackage& package = bundle->packages.at(0);
    EXPECT_TRUE(package.is_product);
    ASSERT_EQ(package.components.size(), 2u);
    EXPECT_EQ(package.components[0].path, "Cleanup.pkg");
    EXPECT_EQ(package.components[0].payload_state, PayloadState::missing);
    EXPECT_EQ(package.components[1].scripts.at(0).path, "Fernway.pkg/Scripts!/postinstall");
    EXPECT_EQ(package.components[1].scripts.at(0).text, "#!/bin/sh\n");
    EXPECT_EQ(package.components[1].scripts.at(1).role, PackageScript::Role::helper);
}

TEST_F(PackageFile, LiesInOtherArchives) {
    for (const char* name : {"release.zip", "release.tar.gz", "release"}) {
        const Json spec = {{"beside", {{"Install/Fernway.pkg", {{"archive_of", product()}}}, {"README", "x"}}}};
        const std::filesystem::path path = forge::write_bundle(spec, folder.path() / name);
        const auto bundle = scanned(path);
        EXPECT_THAT(paths(*bundle), Contains("Install/Fernway.pkg!/Payload!/Fernway.app")) << name;
        ASSERT_EQ(bundle->packages.size(), 1u) << name;
        EXPECT_EQ(bundle->packages[0].path, "Install/Fernway.pkg!");
        EXPECT_EQ(bundle->packages[0].components.at(0).payload, "Install/Fernway.pkg!/Payload!");
        EXPECT_TRUE(bundle->packages[0].signature->signature_is_right);
    }
}

TEST_F(PackageFile, ShowsARealOneAsItsUnpackedTree) {
    const auto files = test::corpus_files("S01-karabiner-1.6.0.pkg");
    NEI_REQUIRE_CORPUS(files, 1);
    const auto bundle = scanned(files.front(), false);
    EXPECT_THAT(bundle->problems, IsEmpty()) << bundle->problems.front().message;
    const InstallerPackage& package = bundle->packages.at(0);
    EXPECT_FALSE(package.is_product);
    EXPECT_TRUE(package.signature->signature_is_right);
    EXPECT_EQ(package.signature->signer->common_name, "Developer ID Installer: Fumihiko Takayama (G43BCU2T37)");
    EXPECT_EQ(package.signature->chain, signature::ChainAnchor::apple);
    EXPECT_TRUE(package.ticket_lists_package);
    ASSERT_EQ(package.components.size(), 1u);
    EXPECT_EQ(package.components[0].identifier, "org.pqrs.Karabiner-DriverKit-VirtualHIDDevice");
    EXPECT_EQ(package.components[0].version, "1.6.0");
    EXPECT_EQ(package.components[0].install_location, "/");

    const auto unpacked = test::CorpusItem::unpack("S01-karabiner-1.6.0.tar.xz");
    ASSERT_TRUE(unpacked);
    const auto tree = scanned(unpacked->folder(), false);
    const auto identities = [](const Bundle& from) {
        std::vector<std::string> all;
        for (const CodeItem& item : from.items)
            for (const CodeSlice& slice : item.slices)
                if (slice.signature)
                    all.push_back(item.name + " " + slice.code.architecture + " " + slice.signature->identifier + " " +
                                  to_hex(slice.signature->code_directories.at(0).cdhash()));
        return all;
    };
    EXPECT_FALSE(identities(*bundle).empty());
    EXPECT_EQ(identities(*bundle), identities(*tree));
    EXPECT_EQ(bundle->items.size(), tree->items.size());
}

} // namespace
} // namespace nei::bundle
