// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/inspect.h"

#include "core/base/text.h"
#include "core/bundle/files.h"
#include "core/bundle/search.h"
#include "core/report/codesign_text.h"
#include "core/report/find.h"
#include "core/report/inspect.h"
#include "core/report/slice_comparison.h"
#include "core/report/verify.h"
#include "core/rules/judge.h"
#include "core/source/open.h"
#include "core/verify/verify.h"
#include "tests/support/memory_tree.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace nei::fuzz {
namespace {

constexpr std::string_view info_plist = R"(<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>CFBundleIdentifier</key><string>com.example.fernway</string>
<key>CFBundlePackageType</key><string>APPL</string>
</dict></plist>
)";

[[noreturn]] void broken(std::string_view rule, std::string_view text) {
    std::fprintf(stderr, "%.*s: \"%.*s\"\n", static_cast<int>(rule.size()), rule.data(), static_cast<int>(text.size()),
                 text.data());
    std::abort();
}

void expect_json(std::string_view text) {
    if (text.empty() || !is_utf8(text)) broken("JSON that is not UTF-8", text);
}

void append_u32(Bytes& bytes, std::size_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(std::byte(value >> shift & 0xff));
}

/// Reads its files one after the other, so that an input does the same each time.
class SerialTree final : public test::MemoryTree {
public:
    using MemoryTree::MemoryTree;

    Result<void> visit(std::span<const std::size_t> files, const Visitor& visit,
                       const std::stop_token&) const override {
        for (const std::size_t index : files) visit(index, open(index));
        return {};
    }
};

/// A 64-bit big-endian Mach-O program with one load command, LC_CODE_SIGNATURE.
Bytes program_with(ByteView signature) {
    constexpr std::size_t header_size = 32, command_size = 16;
    constexpr std::size_t magic = 0xfeedfacf, arm64 = 0x0100000c, execute = 2, code_signature = 0x1d;
    Bytes bytes;
    for (const std::size_t word :
         {magic, arm64, std::size_t{0}, execute, std::size_t{1}, command_size, std::size_t{0}, std::size_t{0},
          code_signature, command_size, header_size + command_size, signature.size()})
        append_u32(bytes, word);
    bytes.insert(bytes.end(), signature.begin(), signature.end());
    return bytes;
}

} // namespace

ByteView as_view(const std::uint8_t* data, std::size_t size) {
    return std::as_bytes(std::span(data, size));
}

const signature::TrustStore& trust() {
    static const signature::TrustStore store = signature::TrustStore::apple();
    return store;
}

void expect_sentence(const Error& error) {
    if (error.message.empty() || !error.message.ends_with('.')) broken("an error that is no sentence", error.message);
}

void expect_sentences(const Problems& problems) {
    for (const Problem& problem : problems) {
        if (problem.code.empty()) broken("a problem without a code", problem.message);
        expect_sentence({ErrorCode::malformed, problem.message});
    }
}

void expect_harmless(std::string_view text) {
    const auto is_control = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f; };
    if (text.empty() || !is_utf8(text) || std::ranges::any_of(text, is_control)) broken("text that can harm", text);
}

void print(const bundle::Bundle& bundle) {
    expect_sentences(bundle.problems);
    for (const bool all : {false, true}) expect_harmless(report::inspect_text(bundle, {}, {.all = all}));
    expect_json(report::inspect_json(bundle, {}));
}

void print(const profile::Profile& profile) {
    expect_sentences(profile.problems);
    const bundle::SourceInfo source{"fuzzed.provisionprofile", source::SourceKind::profile, 1, 1};
    for (const bool all : {false, true}) expect_harmless(report::profile_text(source, profile, {.all = all}));
    expect_json(report::profile_json(source, profile));
}

namespace {

/// What is made of a bundle on request: file lists with seals, a search, slices side by side, codesign's words.
void look_into(const source::FileTree& tree, const bundle::Bundle& bundle) {
    std::vector<bundle::FileList> lists;
    for (std::size_t i = 0; i < bundle.items.size(); ++i) {
        auto list = bundle::list_files(tree, bundle, i);
        if (!list) return expect_sentence(list.error());
        expect_sentences(list->problems);
        lists.push_back(std::move(*list));
        const bundle::CodeItem& item = bundle.items[i];
        report::codesign_text(bundle, item);
        report::slice_summary(item, report::compare_slices(item));
    }
    expect_harmless(report::inspect_text(bundle, {}, {}, lists));
    expect_json(report::inspect_json(bundle, {}, report::JsonLayout::line, lists));
    constexpr std::size_t most_hits = 50;
    const auto hits = bundle::search(&tree, bundle, "e", most_hits);
    expect_harmless(report::find_text(bundle, "e", hits, {}));
    expect_json(report::find_json(bundle, "e", hits));
}

/// Verified, names in its code read, and judged.
void judge(const source::FileTree& tree, const bundle::Bundle& bundle) {
    const auto integrity = verify::verify(tree, bundle, {.trust = trust(), .control = {}});
    if (!integrity) return expect_sentence(integrity.error());
    expect_harmless(report::verify_text(bundle, *integrity, {.all = true}));
    expect_json(report::verify_json(bundle, *integrity));
    const auto names = rules::read_code_names(tree, bundle);
    if (!names) return expect_sentence(names.error());
    const rules::Judgement judgement = rules::judge({bundle, &*integrity, &*names}, {});
    for (const rules::Finding& finding : judgement.findings)
        if (finding.title.empty() || finding.why.empty() || finding.fix.empty())
            broken("a finding without words", finding.rule);
}

} // namespace

void inspect(const source::FileTree& tree) {
    const auto bundle = bundle::scan(tree, {.trust = trust(), .control = {}});
    if (!bundle) return expect_sentence(bundle.error());
    print(**bundle);
    look_into(tree, **bundle);
    judge(tree, **bundle);
}

void inspect_file(const std::string& name, ByteView content) {
    const auto tree = source::open_bytes(std::make_shared<source::MemoryBytes>(to_bytes(content)), name);
    if (!tree) return expect_sentence(tree.error());
    expect_sentences((*tree)->problems());
    inspect(**tree);
}

void inspect_in_app(const std::string& path, ByteView content) {
    SerialTree tree("Folder");
    tree.file("Fernway.app/Contents/Info.plist", info_plist);
    inspect(tree.file("Fernway.app/" + path, to_bytes(content)));
}

void inspect_signature(ByteView signature) {
    inspect_file("fernwayctl", program_with(signature));
}

} // namespace nei::fuzz
