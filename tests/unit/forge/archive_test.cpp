// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/xar_table.h"
#include "tests/forge/byte_writer.h"
#include "tests/forge/spec.h"
#include "tests/forge/spec_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <archive.h>
#include <archive_entry.h>
#include <map>

namespace nei::forge {
namespace {

using testing::Contains;
using testing::Key;

const Json fernway = {{"app", {{"identifier", "com.example.fernway"}}}};

/// Names and contents as libarchive, which did not write xar archives here, reads them.
std::map<std::string, std::string> unpacked(ByteView bytes, int (*format)(archive*)) {
    std::map<std::string, std::string> files;
    archive* const reader = archive_read_new();
    format(reader);
    archive_read_support_filter_all(reader);
    EXPECT_EQ(archive_read_open_memory(reader, bytes.data(), bytes.size()), ARCHIVE_OK);
    archive_entry* entry = nullptr;
    int status = ARCHIVE_OK;
    while ((status = archive_read_next_header(reader, &entry)) == ARCHIVE_OK) {
        std::string& content = files[archive_entry_pathname(entry)];
        content.resize(static_cast<std::size_t>(archive_entry_size(entry)));
        EXPECT_EQ(archive_read_data(reader, content.data(), content.size()), static_cast<la_ssize_t>(content.size()))
            << archive_error_string(reader);
    }
    EXPECT_EQ(status, ARCHIVE_EOF) << archive_error_string(reader);
    archive_read_free(reader);
    return files;
}

Bytes made(const Json& spec, const std::string& name) {
    return archive_bytes(spec, name).value_or(Bytes{});
}

Json with_package(const Json& package) {
    Json spec = fernway;
    spec["package"] = package;
    return spec;
}

TEST(ForgedArchive, IsATarOfEveryKind) {
    for (const char* name : {"a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.tar.xz"}) {
        const auto files = unpacked(made(fernway, name), archive_read_support_format_tar);
        EXPECT_THAT(files, Contains(Key("Fernway.app/Contents/Info.plist"))) << name;
        EXPECT_THAT(files, Contains(Key("Fernway.app/Contents/MacOS/"))) << name;
        EXPECT_EQ(made(fernway, name), made(fernway, name)) << name;
    }
    EXPECT_FALSE(archive_bytes(fernway, "a.zip"));
}

TEST(ForgedPackage, HoldsPayloadAndScripts) {
    for (const char* checksum : {"sha1", "sha256"}) {
        Bytes package =
            made(with_package({{"scripts", {{"preinstall", "#!/bin/sh\n"}}}, {"checksum", checksum}}), "a.pkg");
        // libarchive does not take an archive for xar whose header names a checksum that it does not know.
        put_integer(package, 24, std::string_view(checksum) == "sha1" ? 1 : 0, 4, std::endian::big);
        const auto members = unpacked(package, archive_read_support_format_xar);
        ASSERT_THAT(members, Contains(Key("PackageInfo")));
        EXPECT_NE(members.at("PackageInfo").find("identifier=\"com.example.fernway.pkg\""), std::string::npos);
        EXPECT_NE(members.at("PackageInfo").find("path=\"./Fernway.app\" id=\"com.example.fernway\""),
                  std::string::npos);
        const auto payload = unpacked(as_bytes(members.at("Payload")), archive_read_support_format_cpio);
        EXPECT_THAT(payload, Contains(Key("./Fernway.app/Contents/Info.plist")));
        const auto scripts = unpacked(as_bytes(members.at("Scripts")), archive_read_support_format_cpio);
        EXPECT_EQ(scripts.at("./preinstall"), "#!/bin/sh\n");
    }
}

TEST(ForgedPackage, IsAProductOfComponents) {
    const auto members =
        unpacked(made(with_package({{"product", true},
                                    {"title", "Fern & way"},
                                    {"payload", "xz"},
                                    {"components", {{"Helper", {{"identifier", "com.example.helper"}}}}},
                                    {"files", {{"Resources/readme.txt", "read me"}}}}),
                      "Fernway.pkg"),
                 archive_read_support_format_xar);
    EXPECT_NE(members.at("Distribution").find("<title>Fern &amp; way</title>"), std::string::npos);
    EXPECT_NE(members.at("Distribution").find("#Helper.pkg"), std::string::npos);
    EXPECT_THAT(members, Contains(Key("Helper.pkg/PackageInfo")));
    EXPECT_EQ(members.at("Resources/readme.txt"), "read me");
    EXPECT_THAT(unpacked(as_bytes(members.at("Fernway.pkg/Payload")), archive_read_support_format_cpio),
                Contains(Key("./Fernway.app/Contents/PkgInfo")));
}

TEST(ForgedPackage, IsSignedAndStapledUnlessSaidOtherwise) {
    const auto source = [](const Json& package) {
        const auto read = source::read_package_source(source::MemoryBytes(made(with_package(package), "a.pkg")), "a");
        return read ? read->source : source::PackageSource{};
    };
    const source::PackageSource usual = source(Json::object());
    EXPECT_EQ(usual.signatures.size(), 2u);
    EXPECT_TRUE(usual.ticket);
    EXPECT_TRUE(usual.checksum_is_right);
    const source::PackageSource bare = source({{"signer", nullptr}});
    EXPECT_TRUE(bare.signatures.empty());
    EXPECT_FALSE(bare.ticket);
    EXPECT_EQ(source({{"signatures", {"rsa"}}, {"ticket", nullptr}}).signatures.size(), 1u);
    EXPECT_FALSE(source({{"damage", {"table"}}}).checksum_is_right);
}

TEST(ForgedPackage, CanLieBesideAnItem) {
    const ForgedTree tree = forge_tree({{"beside", {{"Install/Fernway.pkg", {{"archive_of", fernway}}}}}});
    const TreeEntry* package = tree.tree.find("Install/Fernway.pkg");
    ASSERT_NE(package, nullptr);
    EXPECT_TRUE(source::looks_like_xar(package->content));
}

TEST(ForgedPackage, RefusesWhatItDoesNotKnow) {
    for (const Json& package : {Json{{"colour", 1}}, Json{{"payload", "lzma"}}, Json{{"damage", {"all"}}},
                                Json{{"checksum", "md5"}}, Json{{"components", {{"A", Json::object()}}}}})
        EXPECT_THROW((void)made(with_package(package), "a.pkg"), SpecError) << package;
    EXPECT_THROW((void)forge_tree({{"beside", {{"a.zip", {{"archive_of", fernway}}}}}}), SpecError);
}

} // namespace
} // namespace nei::forge
