// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/digest.h"
#include "core/macho/macho.h"
#include "core/plist/property_list.h"
#include "core/profile/profile.h"
#include "core/signature/cms.h"
#include "core/signature/super_blob.h"
#include "core/source/file_tree.h"
#include "tests/forge/spec.h"
#include "tests/fuzz/archive_seeds.h"
#include "tests/support/memory_file.h"

#include <plist/plist.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

/// Writes what fuzzers start from: bundles of the forge, taken apart into one folder for each fuzzer.
namespace nei::fuzz {
namespace {

namespace fs = std::filesystem;

/// Together they have every part that the readers know. Code is short: fuzzers are fast on small inputs.
constexpr std::string_view specs[] = {
    R"({"app": {"executable": {"code_size": 300, "embed_info_plist": true}, "nested": [
        {"system-extension": {"provider": ["packet-tunnel", "dns-proxy"], "executable": {"code_size": 300}}},
        {"executable": {"name": "ctl", "executable": {"code_size": 300, "launchd_plist": "<plist><dict/></plist>",
            "slices": {"x86_64": {"signer": "unsigned"}, "arm64": {"signer": "linker-signed"}}}}}]}})",
    R"({"app": {"platform": "ios", "signer": "development", "executable": {"code_size": 300, "encrypted": true},
        "nested": [{"app-extension": {"name": "Tunnel", "provider": "packet-tunnel", "executable": {"code_size": 300}}},
                   {"framework": {"name": "Kit", "executable": {"code_size": 300, "rpaths": ["@loader_path/.."]}}}]}})",
    R"({"app": {"signer": "mac-app-store", "executable": {"code_size": 300, "architectures": ["arm64"],
        "wide_header": true, "more_libraries": [{"path": "@rpath/a.dylib", "kind": "weak"}]},
        "signature": {"hash_types": ["sha1", "sha256", "sha384"],
                      "constraints": {"self": {"team-identifier": "7Q2L9XK4PD"}}}}})",
    R"({"library": {"signer": "ad-hoc", "executable": {"code_size": 300, "architectures": ["i386", "x86_64"],
        "platforms": [{"name": "macos", "legacy": true}, "catalyst"]}}})",
    R"({"executable": {"signer": "self-signed", "executable": {"code_size": 300, "architectures": ["arm64e"]},
        "signature": {"requirements": "designated => identifier a and (anchor apple or cert leaf[subject.CN] = b) "}
}
})",
    R"({"bundle": {"signature": {}}})",
    R"({"profile": {"name": "dev", "profile": {"type": "development"}}})",
    R"({"profile": {"name": "store", "profile": {"type": "app-store", "der": false}}})",
    R"({"profile": {"name": "all", "profile": {"type": "enterprise", "platforms": ["iOS"]}}})",
};

/// What archives hold: readers of archives are to be tried, not those of code.
constexpr std::string_view small_app = R"({"app": {"layout": "flat", "executable": null, "profile": null, "seal": null,
    "ticket": null, "signer": "unsigned", "resources": {"a.txt": "a", "link": {"symlink": "a.txt"}}}})";

class Seeds {
public:
    explicit Seeds(fs::path folder) : folder_(std::move(folder)) {}

    void add_tree(const forge::Tree& tree) {
        for (const auto& [path, entry] : tree.entries())
            if (entry.kind == forge::TreeEntry::Kind::file) add_file(path, entry.content);
    }

    std::size_t written() const { return written_; }

    void add_archives(const forge::Json& spec) {
        for (const ArchiveSeed& seed : archive_seeds(spec)) add(seed.fuzzer, seed.content);
    }

private:
    /// Named by content, so that no seed is there twice.
    void add(std::string_view fuzzer, ByteView content) {
        const fs::path folder = folder_ / fuzzer;
        fs::create_directories(folder);
        const auto name = to_hex(digest(DigestAlgorithm::sha1, content)).substr(0, 16);
        if (fs::exists(folder / name)) return;
        std::ofstream file(folder / name, std::ios::binary);
        file << as_text(content);
        if (!file.flush()) throw std::runtime_error("cannot write " + (folder / name).string());
        ++written_;
    }

    void add_file(std::string_view path, ByteView content) {
        const std::string_view name = source::file_name(path), folder = source::file_name(source::parent_path(path));
        if (macho::looks_like_macho(content, content.size())) return add_code(content);
        if (profile::looks_like_profile(content)) return add_profile(content);
        if (name == "CodeResources") return add(folder == "_CodeSignature" ? "seal" : "ticket", content);
        if (name == "CodeDirectory") return add("signature", content);
        if (name == "Info.plist") return add_property_list(content);
    }

    void add_property_list(ByteView xml) {
        add("plist", xml);
        plist_t node = nullptr;
        plist_from_xml(as_text(xml).data(), static_cast<std::uint32_t>(xml.size()), &node);
        char* binary = nullptr;
        std::uint32_t size = 0;
        plist_to_bin(node, &binary, &size);
        if (binary) add("plist", as_bytes({binary, size}));
        plist_to_bin_free(binary);
        plist_free(node);
    }

    void add_profile(ByteView content) {
        add("profile", content);
        add_cms(content);
    }

    void add_code(ByteView content) {
        add("macho", content);
        test::MemoryFile file(to_bytes(content));
        const auto code = macho::parse(file, "seed");
        if (!code) throw std::runtime_error(code.error().message);
        for (const macho::Slice& slice : code->slices)
            if (slice.signature) add_signature(*slice.signature);
    }

    void add_signature(ByteView content) {
        const auto container = signature::parse_super_blob(content);
        if (!container) throw std::runtime_error(container.error().message);
        add("signature", content.first(container->length)); // without the room left behind it
        for (const signature::Blob& blob : container->blobs) {
            if (blob.slot == signature::slot_code_directory) add("signature", blob.bytes);
            if (blob.slot == signature::slot_requirements) add_requirements(blob.bytes);
            if (blob.slot == signature::slot_entitlements_xml) add("plist", blob.payload);
            if (blob.magic == signature::magic_entitlements_der || blob.magic == signature::magic_launch_constraint)
                add("entitlements", blob.payload);
            if (blob.slot == signature::slot_cms_signature && !blob.payload.empty()) add_cms(blob.payload);
        }
    }

    void add_requirements(ByteView set) {
        add("requirement", set);
        if (const auto container = signature::parse_super_blob(set))
            for (const signature::Blob& blob : container->blobs) add("requirement", blob.bytes);
    }

    void add_cms(ByteView content) {
        add("cms", content);
        signature::CertificateCache cache;
        const auto data = signature::parse_signed_data(content, cache);
        if (!data) throw std::runtime_error(data.error().message);
        for (const auto& certificate : data->certificates) add("certificate", certificate->der);
    }

    fs::path folder_;
    std::size_t written_ = 0;
};

int run(int count, char** arguments) {
    if (count != 2) {
        std::fputs("usage: write_seeds FOLDER\n", stderr);
        return 64;
    }
    Seeds seeds(arguments[1]);
    for (const std::string_view spec : specs) seeds.add_tree(forge::forge_tree(forge::Json::parse(spec)).tree);
    seeds.add_archives(forge::Json::parse(small_app));
    std::printf("%zu seeds\n", seeds.written());
    return 0;
}

} // namespace
} // namespace nei::fuzz

int main(int count, char** arguments) {
    try {
        return nei::fuzz::run(count, arguments);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "write_seeds: %s\n", error.what());
        return 1;
    }
}
