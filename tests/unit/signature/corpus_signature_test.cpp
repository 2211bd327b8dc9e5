// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/macho/macho.h"
#include "core/signature/signature.h"
#include "core/source/open.h"
#include "tests/unit/support/corpus.h"

#include <gmock/gmock.h>

namespace nei::signature {
namespace {

using nei::test::CorpusItem;
using testing::IsEmpty;

Result<Signature> detached_signature(const std::filesystem::path& folder, CertificateCache& cache) {
    return parse_detached({.code_directory = nei::test::read_whole(folder / "CodeDirectory"),
                           .code_signature = nei::test::read_whole(folder / "CodeSignature"),
                           .code_requirements = nei::test::read_whole(folder / "CodeRequirements"),
                           .alternate_code_directories = {nei::test::read_whole(folder / "CodeRequirements-1")},
                           .entitlements = std::nullopt,
                           .entitlements_der = std::nullopt},
                          cache, "");
}

TEST(CorpusSignature, OfABundleWithoutCodeIsReadFromItsFiles) {
    const auto item = CorpusItem::unpack("S05b-sparkle-SUUpdateValidatorTest-detached-bundles.tar.xz");
    if (!item) GTEST_SKIP() << "1 item of the corpus skipped: S05b is absent";
    CertificateCache cache;
    const auto signature = detached_signature(
        item->folder() / "SUUpdateValidatorTest/CodeSignedOnly.bundle/Contents/_CodeSignature", cache);
    ASSERT_TRUE(signature) << signature.error().message;
    EXPECT_THAT(signature->problems, IsEmpty());
    EXPECT_EQ(signature->kind, SignatureKind::detached);
    EXPECT_EQ(signature->identifier, "org.sparkle-project.Sparkle.SUUpdateValidatorTestBundle.CodeSigned");
    ASSERT_TRUE(signature->designated_requirement);
    EXPECT_EQ(signature->designated_requirement->text,
              "identifier \"org.sparkle-project.Sparkle.SUUpdateValidatorTestBundle.CodeSigned\"");
    ASSERT_EQ(signature->code_directories.size(), 2);
    EXPECT_EQ(signature->preferred_directory(), 1);
    EXPECT_FALSE(signature->signer);
}

TEST(CorpusSignature, OfEachSliceOfANotarisedKernelExtension) {
    const auto item = CorpusItem::unpack("S04-tunnelblick-tun-notarized-kext.tar.xz");
    if (!item) GTEST_SKIP() << "1 item of the corpus skipped: S04 is absent";
    const auto tree = source::open(item->folder() / "tun-notarized.kext/Contents/MacOS/tun");
    ASSERT_TRUE(tree);
    const auto file = (*tree)->open(0);
    ASSERT_TRUE(file);
    const auto code = macho::parse(**file, "tun");
    ASSERT_TRUE(code);
    CertificateCache cache;
    std::vector<std::string> cdhashes;
    for (const macho::Slice& slice : code->slices) {
        ASSERT_TRUE(slice.signature);
        const auto signature = parse_signature(*slice.signature, cache, "tun");
        ASSERT_TRUE(signature);
        EXPECT_THAT(signature->problems, IsEmpty());
        EXPECT_EQ(signature->kind, SignatureKind::cms);
        EXPECT_EQ(signature->signer_class, SignerClass::developer_id_application);
        EXPECT_EQ(signature->signer_team_id(), "Z2SG5H3HC8");
        EXPECT_TRUE(signature->timestamp);
        ASSERT_EQ(signature->certificates.size(), 3);
        EXPECT_EQ(signature->certificates[2]->common_name, "Apple Root CA");
        cdhashes.push_back(to_hex(signature->code_directories[signature->preferred_directory()].cdhash()));
        ASSERT_TRUE(signature->designated_requirement);
        EXPECT_TRUE(signature->designated_requirement->is_explicit);
        EXPECT_EQ(signature->designated_requirement->text,
                  "identifier \"net.tunnelblick.tun\" and anchor apple generic and certificate leaf[subject.OU] = "
                  "Z2SG5H3HC8");
    }
    EXPECT_THAT(cdhashes, testing::UnorderedElementsAre("da6fd4d4bdcf7ea56089a7666b741948d4f0aff6",
                                                        "a136f413745d21437dd9e910c73991013b95e714"));
}

} // namespace
} // namespace nei::signature
