// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/scan.h"
#include "core/source/open.h"
#include "core/verify/verify.h"
#include "tests/forge/certificates.h"
#include "tests/forge/spec.h"
#include "tests/unit/support/corpus.h"

#include <gtest/gtest.h>

/// Forged bundles, verified.
namespace nei::verify {

using forge::Json;

inline constexpr std::string_view whole_app = R"({"app": {
    "executable": {"code_size": 40000, "architectures": ["arm64", "x86_64"]},
    "resources": {"a.txt": "first", "en.lproj/b.strings": "second", "link": {"symlink": "a.txt"}},
    "nested": [
        {"framework": {"name": "Kit", "resources": {"kit.txt": "kit"}}},
        {"executable": {"name": "tool"}},
        {"system-extension": {"identifier": "com.example.fernway.tunnel", "provider": "packet-tunnel"}}]}})";

inline constexpr std::string_view app = "Fernway.app";
inline constexpr std::string_view kit = "Fernway.app/Contents/Frameworks/Kit.framework";
inline constexpr std::string_view tunnel =
    "Fernway.app/Contents/Library/SystemExtensions/com.example.fernway.tunnel.systemextension";

/// A file of an item.
inline std::string at(std::string_view folder, std::string_view file) {
    return std::string(folder) + "/" + std::string(file);
}
/// A line of Verified::blamed.
inline std::string of(std::string_view item, std::string_view name, std::string_view file = "") {
    std::string line = std::string(item) + ": " + std::string(name);
    return file.empty() ? line : line + ' ' + std::string(file);
}

struct Verified {
    std::shared_ptr<const bundle::Bundle> bundle;
    Integrity integrity;

    /// "Fernway.app: errSecCSBadResource Fernway.app/Contents/a.txt", each once.
    std::vector<std::string> blamed() const {
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < bundle->items.size(); ++i)
            for (const VerifyError& error : integrity.errors_of(i)) {
                std::string line = bundle->items[i].path + ": " + std::string(describe(error.failure).name);
                if (!error.file.empty()) line += ' ' + error.file;
                if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
            }
        return lines;
    }
};

class Verification : public testing::Test {
protected:
    Verified verified(const Json& spec, bool trust_forged = true, const char* name = "out") {
        return verified_file(forge::write_bundle(spec, folder.path() / name), trust_forged);
    }

    static Verified verified_file(const std::filesystem::path& path, bool trust_forged) {
        signature::TrustStore trust = signature::TrustStore::apple();
        if (trust_forged) (void)trust.add_given(as_bytes(forge::trust_roots_pem()));
        // The folder around the bundle is opened, so that paths start with the bundle's name.
        const auto opened = source::open(path.extension() == ".app" ? path.parent_path() : path);
        EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
        const auto tree = hash_while_read(*opened);
        const auto bundle = bundle::scan(*tree, {.trust = trust, .control = {}});
        EXPECT_TRUE(bundle) << (bundle ? "" : bundle.error().message);
        auto integrity = verify(*tree, **bundle, {.trust = trust, .control = {}});
        EXPECT_TRUE(integrity) << (integrity ? "" : integrity.error().message);
        return {*bundle, *std::move(integrity)};
    }

    static Json spec(std::string_view damage = "[]") {
        Json spec = Json::parse(whole_app);
        spec["damage"] = Json::parse(damage);
        return spec;
    }

    test::TemporaryFolder folder;
};

} // namespace nei::verify
