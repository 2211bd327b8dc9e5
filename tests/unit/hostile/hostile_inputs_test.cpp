// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/scan.h"
#include "core/report/inspect.h"
#include "core/source/open.h"
#include "tests/forge/spec.h"
#include "tests/unit/hostile/hostile_macho.h"
#include "tests/unit/hostile/sandbox.h"
#include "tests/unit/source/tar_writer.h"
#include "tests/unit/source/zip_writer.h"

#include <gmock/gmock.h>

#include <functional>

/// What attackers send, one row each: what it is, what is reported and where; and for all of them that nothing was
/// written, and that the rest of what was opened is still shown.
namespace nei {
namespace {

using source::Compression;
using source::TarEntry;
using source::ZipEntry;

/// Makes an input in the sandbox and returns what to open.
using Make = std::function<std::filesystem::path(const test::Sandbox&)>;

struct HostileInput {
    const char* name;
    Make make;
    const char* code; ///< of the problem that must be reported
    const char* path; ///< of that problem
    std::function<void(const test::Sandbox&)> after_listing = nullptr;
};

/// The part of each input that is as it should be.
const std::map<std::string, Bytes>& good_app() {
    static const std::map<std::string, Bytes> files = [] {
        std::map<std::string, Bytes> made;
        const auto forged = forge::forge_tree(forge::Json::parse(R"({"app": {"identifier": "com.example.good",
            "name": "Good", "executable": {"architectures": ["arm64"]}}})"));
        for (const auto& [path, entry] : forged.tree.entries()) made.emplace(path, entry.content);
        return made;
    }();
    return files;
}

Make in_zip(std::vector<ZipEntry> hostile) {
    return [hostile = std::move(hostile)](const test::Sandbox& sandbox) {
        std::vector<ZipEntry> entries;
        for (const auto& [path, content] : good_app())
            entries.push_back({.name = path, .content = std::string(as_text(content)), .deflated = true});
        entries.insert(entries.end(), hostile.begin(), hostile.end());
        return sandbox.write("input/Hostile.zip", source::zip(entries));
    };
}

std::string good_tar(const std::vector<TarEntry>& hostile) {
    std::vector<TarEntry> entries;
    for (const auto& [path, content] : good_app())
        entries.push_back({.name = path, .content = std::string(as_text(content)), .link = ""});
    entries.insert(entries.end(), hostile.begin(), hostile.end());
    return source::tar(entries);
}

Make in_tar(std::vector<TarEntry> hostile) {
    return [hostile = std::move(hostile)](const test::Sandbox& sandbox) {
        return sandbox.write("input/Hostile.tar.gz", source::compressed(good_tar(hostile), Compression::gzip));
    };
}

Make in_folder(std::function<void(const test::Sandbox&)> add) {
    return [add = std::move(add)](const test::Sandbox& sandbox) {
        for (const auto& [path, content] : good_app()) sandbox.write("input/Hostile/" + path, as_text(content));
        add(sandbox);
        return sandbox.path() / "input/Hostile";
    };
}

Make file_in_folder(const std::string& path, const std::string& content) {
    return in_folder([=](const test::Sandbox& sandbox) { sandbox.write("input/Hostile/" + path, content); });
}

/// A tar of gigabytes of zeros behind the good app, in a few hundred kilobytes.
std::filesystem::path tar_bomb(const test::Sandbox& sandbox) {
    const std::string zeros = source::compressed(std::string(1'000'000, '\0'), Compression::gzip);
    std::string start = good_tar({{.name = "zeros", .content = "", .link = "", .size = 2'000'000'000}});
    start.resize(start.size() - 1'024); // the two blocks that end an archive
    std::string packed = source::compressed(start, Compression::gzip);
    for (int i = 0; i < 2'000; ++i) packed += zeros;
    return sandbox.write("input/Hostile.tar.gz", packed);
}

std::string nested_plist(std::size_t depth) {
    std::string text = R"(<?xml version="1.0"?><plist version="1.0">)";
    for (std::size_t i = 0; i < depth; ++i) text += "<array>";
    return text;
}

std::string nested_asn1(std::size_t depth) {
    std::string bytes("\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 13);
    for (std::size_t i = 0; i < depth; ++i) bytes += "\x30\x80";
    return bytes;
}

std::string many_folders(std::size_t depth) {
    std::string path;
    for (std::size_t i = 0; i < depth; ++i) path += "d/";
    return path + "file";
}

std::vector<ZipEntry> many_archives(std::size_t count) {
    const std::string inner = source::zip({{.name = "x", .content = "x"}});
    std::vector<ZipEntry> entries;
    for (std::size_t i = 0; i < count; ++i)
        entries.push_back({.name = "inner" + std::to_string(1'000 + i) + ".zip", .content = inner});
    return entries;
}

void replace_listed_file(const test::Sandbox& sandbox) {
    sandbox.write("input/Hostile/changing.dylib", test::macho_with_signature_outside().substr(0, 40));
}

const std::vector<HostileInput>& hostile_inputs() {
    static const std::string plist_xml = R"(<plist><dict/></plist>)";
    static const std::vector<HostileInput> inputs = {
        // Names
        {"zip_name_with_dots", in_zip({{"../escape.txt", "x"}}), "entry-outside-bundle", "../escape.txt"},
        {"zip_absolute_name", in_zip({{"/tmp/escape.txt", "x"}}), "entry-outside-bundle", "/tmp/escape.txt"},
        {"zip_duplicate_name", in_zip({{"twice", "a"}, {"twice", "b"}}), "entry-duplicate", "twice"},
        {"zip_case_clash", in_zip({{"Readme", "a"}, {"README", "b"}}), "entry-name-clash", "Readme"},
        {"zip_normalisation_clash", in_zip({{"e\xcc\x81", "a"}, {"\xc3\xa9", "b"}}), "entry-name-clash", "\xc3\xa9"},
        {"zip_name_not_utf8", in_zip({{"bad\xff.app/Info.plist", "x"}}), "info-plist-unreadable",
         "bad\\xff.app/Info.plist"},
        {"zip_name_with_zero_byte", in_zip({{std::string("a\0b", 3), "x"}}), "entry-name", "a"},
        {"zip_deep_name", in_zip({{many_folders(600), "x"}}), "too-large", "d/d/d"},
        {"tar_name_with_dots", in_tar({{.name = "Good.app/../../escape.txt", .content = "x", .link = ""}}),
         "entry-outside-bundle", "Good.app/../../escape.txt"},
        {"tar_absolute_name", in_tar({{.name = "/tmp/escape.txt", .content = "x", .link = ""}}), "entry-outside-bundle",
         "/tmp/escape.txt"},
        {"inner_zip_name_with_dots",
         in_zip(
             {{"inner.zip", source::zip({{.name = "../escape.txt", .content = "x"}, {.name = "x", .content = ""}})}}),
         "entry-outside-bundle", "inner.zip!/../escape.txt"},
        // Links
        {"zip_link_out", in_zip({{"out", "../../../etc/passwd", 0120755}}), "symlink-outside", "out"},
        {"zip_entry_below_link", in_zip({{"link", "/tmp", 0120755}, {"link/escape.txt", "x"}}), "entry-outside-bundle",
         "link"},
        {"zip_link_loop", in_zip({{"a", "b", 0120755}, {"b", "a", 0120755}}), "symlink-loop", "a"},
        {"tar_link_out", in_tar({{.name = "out", .content = "", .type = '2', .link = "/etc/passwd"}}),
         "symlink-outside", "out"},
        {"tar_entry_below_link",
         in_tar({{.name = "link", .content = "", .type = '2', .link = "/tmp"},
                 {.name = "link/escape.txt", .content = "x", .link = ""}}),
         "entry-outside-bundle", "link"},
        {"tar_hard_link_out", in_tar({{.name = "passwd", .content = "", .type = '1', .link = "/etc/passwd"}}),
         "entry-name", "passwd"},
        {"folder_link_out", in_folder([](const test::Sandbox& sandbox) {
             std::filesystem::create_symlink("/etc/passwd", sandbox.path() / "input/Hostile/out");
         }),
         "symlink-outside", "out"},
        {"folder_link_loop", in_folder([](const test::Sandbox& sandbox) {
             std::filesystem::create_symlink("loop", sandbox.path() / "input/Hostile/loop");
         }),
         "symlink-loop", "loop"},
        // Sizes, checksums, encryption
        {"zip_wrong_size", in_zip({{.name = "x", .content = "x", .size = 2}}), "entry-size", "x"},
        {"zip_wrong_checksum", in_zip({{.name = "Bad.app/Info.plist", .content = plist_xml, .checksum = 1}}),
         "malformed", "Bad.app/Info.plist"},
        {"zip_encrypted", in_zip({{.name = "secret", .content = "x", .flags = 1}}), "entry-encrypted", "secret"},
        {"zip_overlapping", in_zip({{.name = "mine", .content = "x", .offset_in_list = 0}}), "entry-overlap", "mine"},
        // Bombs
        {"zip_bomb_ratio",
         in_zip({{.name = "bomb", .content = std::string(290'000, 'x'), .method = 8, .size = 299'000'000}}),
         "entry-bomb", "bomb"},
        {"zip_bomb_of_archives", in_zip(many_archives(260)), "archive-not-opened", "inner1256.zip"},
        {"tar_bomb", tar_bomb, "too-large", ""},
        {"zip_archive_too_deep",
         in_zip({{"a.zip", source::zip({{.name = "b.zip", .content = source::zip({{.name = "x", .content = ""}})}})}}),
         "archive-not-opened", "a.zip!/b.zip"},
        // Formats that nest
        {"plist_nested", file_in_folder("Bad.app/Info.plist", nested_plist(100'000)), "info-plist-unreadable",
         "Bad.app/Info.plist"},
        {"asn1_nested", file_in_folder("bad.provisionprofile", nested_asn1(100'000)), "profile-unreadable",
         "bad.provisionprofile"},
        // Mach-O
        {"macho_slice_outside", file_in_folder("bad", test::macho_with_slice_outside()), "slice-outside-file", "bad"},
        {"macho_slices_overlap", file_in_folder("bad", test::macho_with_overlapping_slices()), "slice-outside-file",
         "bad"},
        {"macho_commands_outside", file_in_folder("bad", test::macho_with_commands_outside()), "macho-malformed",
         "bad"},
        {"macho_repeated_signature", file_in_folder("bad", test::macho_with_two_signatures()), "macho-malformed",
         "bad"},
        {"macho_signature_outside", file_in_folder("bad", test::macho_with_signature_outside()), "signature-unreadable",
         "bad"},
        {"signature_of_gigabytes", file_in_folder("bad", test::macho_with_signature_of_gigabytes()),
         "signature-blob-outside", "bad"},
        // Files that change
        {"file_changes", in_folder([](const test::Sandbox& sandbox) {
             sandbox.write("input/Hostile/changing.dylib", test::macho_with_signature_outside());
         }),
         "changed-while-reading", "changing.dylib", replace_listed_file},
    };
    return inputs;
}

class HostileInputs : public testing::TestWithParam<HostileInput> {};

TEST_P(HostileInputs, AreReportedAndNeverFollowed) {
    const HostileInput& input = GetParam();
    const test::Sandbox sandbox;
    const std::filesystem::path path = input.make(sandbox);
    std::shared_ptr<const bundle::Bundle> bundle;
    {
        const test::NothingIsWritten guard(sandbox);
        const auto tree = source::open(path);
        ASSERT_TRUE(tree) << tree.error().message;
        if (input.after_listing) guard.allow([&] { input.after_listing(sandbox); });
        const auto scanned = bundle::scan(**tree, {});
        ASSERT_TRUE(scanned) << scanned.error().message;
        bundle = *scanned;
        EXPECT_FALSE(report::inspect_json(*bundle, {}).empty());
        EXPECT_FALSE(report::inspect_text(*bundle, {}, {.all = true}).empty());
    }

    std::string all;
    bool reported = false;
    for (const Problem& problem : bundle->problems) {
        all += "\n  " + problem.code + " " + problem.path + ": " + problem.message;
        EXPECT_TRUE(problem.message.ends_with('.')) << problem.message;
        reported = reported || (problem.code == input.code && problem.path.starts_with(input.path));
    }
    EXPECT_TRUE(reported) << "expected " << input.code << " " << input.path << ", got" << all;

    const bundle::CodeItem* good = bundle->find("Good.app");
    ASSERT_NE(good, nullptr) << "the rest is no longer shown";
    ASSERT_NE(good->main_signature(), nullptr);
    EXPECT_EQ(good->main_signature()->identifier, "com.example.good");
}

INSTANTIATE_TEST_SUITE_P(, HostileInputs, testing::ValuesIn(hostile_inputs()),
                         [](const auto& row) { return std::string(row.param.name); });

} // namespace
} // namespace nei
