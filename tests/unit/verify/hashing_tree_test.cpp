// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/verify.h"
#include "tests/unit/verify/verified.h"

#include <map>
#include <mutex>

namespace nei::verify {
namespace {

/// Another tree that counts how often each file is opened.
class Watched final : public source::FileTree {
public:
    explicit Watched(std::shared_ptr<const source::FileTree> tree)
        : FileTree(tree->kind(), tree->name()), tree_(std::move(tree)) {
        entries_ = tree_->entries();
    }

    Result<std::unique_ptr<source::File>> open(std::size_t entry) const override {
        count(entry);
        return tree_->open(entry);
    }
    Result<void> visit(std::span<const std::size_t> entries, const Visitor& visit,
                       const std::stop_token& stop) const override {
        for (const std::size_t entry : entries) count(entry);
        return tree_->visit(entries, visit, stop);
    }

    int opened(std::string_view path) const { return opened_.at(*find(path)); }

private:
    void count(std::size_t entry) const {
        const std::scoped_lock lock(mutex_);
        ++opened_[entry];
    }

    std::shared_ptr<const source::FileTree> tree_;
    mutable std::mutex mutex_;
    mutable std::map<std::size_t, int> opened_;
};

struct Outcome {
    std::string json;
    std::shared_ptr<const Watched> watched;
};

Outcome verify_archive(const std::filesystem::path& path, bool hash) {
    signature::TrustStore trust = signature::TrustStore::apple();
    (void)trust.add_given(as_bytes(forge::trust_roots_pem()));
    const auto opened = source::open(path);
    if (!opened) throw std::runtime_error(opened.error().message);
    const auto watched = std::make_shared<const Watched>(*opened);
    const std::shared_ptr<const source::FileTree> tree = hash ? hash_while_read(watched) : watched;
    const auto bundle = bundle::scan(*tree, {.trust = trust, .control = {}});
    const auto integrity = verify(*tree, **bundle, {.trust = trust, .control = {}});
    if (!integrity) throw std::runtime_error(integrity.error().message);
    return {report::verify_json(**bundle, *integrity), watched};
}

/// A spec, and the file whose unpacking is counted.
struct Archive {
    const char* name;
    std::string spec, file = "Fernway.zip";
    std::string code = "Fernway.app/Contents/MacOS/Fernway";
    int opened = 1; ///< with hashing
};

void PrintTo(const Archive& archive, std::ostream* out) {
    *out << archive.name;
}

class Hashed : public Verification, public testing::WithParamInterface<Archive> {};

TEST_P(Hashed, SaysTheSameAndUnpacksCodeOnce) {
    const Archive& archive = GetParam();
    const auto path = forge::write_bundle(Json::parse(archive.spec), folder.path() / archive.file);
    const Outcome plain = verify_archive(path, false), hashed = verify_archive(path, true);
    EXPECT_EQ(hashed.json, plain.json);
    EXPECT_EQ(plain.watched->opened(archive.code), 2);
    EXPECT_EQ(hashed.watched->opened(archive.code), archive.opened);
}

std::string with(std::string_view members) {
    return R"({"app": {"executable": {"code_size": 600000}, )" + std::string(members) + "}}";
}

INSTANTIATE_TEST_SUITE_P(
    HashingTree, Hashed,
    testing::Values(
        Archive{"Universal", std::string(whole_app)}, Archive{"Tar", std::string(whole_app), "Fernway.tar.gz"},
        Archive{
            "Flat",
            R"({"app": {"platform": "ios", "signer": "ios-app-store", "nested": [{"framework": {"name": "Kit"}}]}})",
            "Fernway.ipa", "Payload/Fernway.app/Frameworks/Kit.framework/Kit"},
        Archive{"Sha1Beside", with(R"("signature": {"hash_types": ["sha1", "sha256"]})"), "Fernway.zip",
                "Fernway.app/Contents/MacOS/Fernway", 2},
        Archive{"LargePages", with(R"("signature": {"page_size": 16384})"), "Fernway.zip",
                "Fernway.app/Contents/MacOS/Fernway", 2},
        Archive{"ChangedPage", with(R"("damage": [{"flip-page-byte": "@executable", "page": 7}])")},
        Archive{"ChangedLatePage", with(R"("damage": [{"flip-page-byte": "@executable", "page": 146}])")},
        Archive{"AdHoc", with(R"("signer": "ad-hoc")")}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_P(Hashed, IsNotDoneWhereFilesAreReadInPlace) {
    const auto path = forge::write_bundle(Json::parse(GetParam().spec), folder.path() / "out");
    const auto tree = source::open(path);
    ASSERT_TRUE(tree);
    EXPECT_EQ(hash_while_read(*tree), *tree);
}

} // namespace
} // namespace nei::verify
