// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/plist/der.h"
#include "core/signature/signature.h"
#include "tests/unit/signature/blob_builder.h"
#include "tests/unit/signature/made_certificates.h"

#include <gmock/gmock.h>

namespace nei::signature {
namespace {

using nei::test::Identity;
using nei::test::make_cms;
using nei::test::make_identity;
using test::blob;
using test::ByteWriter;
using test::code_directory;
using test::super_blob;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class SignatureTest : public testing::Test {
protected:
    Signature parse(const std::vector<std::pair<std::uint32_t, Bytes>>& blobs) {
        return parse(super_blob(magic_embedded_signature, blobs));
    }
    Signature parse(const Bytes& bytes) {
        auto signature = parse_signature(bytes, cache, "Tool");
        EXPECT_TRUE(signature) << signature.error().message;
        return signature ? std::move(*signature) : Signature{};
    }
    static Bytes wrapper(ByteView cms) { return blob(magic_blob_wrapper, cms); }
    static std::string hash(const Bytes& directory) {
        return to_hex(parse_code_directory(directory)->directory.cdhash());
    }

    CertificateCache cache;
};

TEST_F(SignatureTest, ReadsAnAdHocSignature) {
    const Bytes directory = code_directory({.flags = flag_adhoc});
    const Signature signature =
        parse({{0, directory}, {2, super_blob(magic_requirements, {})}, {0x10000, wrapper({})}});
    EXPECT_EQ(signature.kind, SignatureKind::ad_hoc);
    EXPECT_EQ(signature.identifier, "com.example.tool");
    EXPECT_FALSE(signature.team_id);
    EXPECT_THAT(signature.problems, IsEmpty());
    EXPECT_THAT(signature.slots,
                ElementsAre(SlotEntry{0, magic_code_directory, directory.size()}, SlotEntry{2, magic_requirements, 12},
                            SlotEntry{0x10000, magic_blob_wrapper, 8}));
    ASSERT_TRUE(signature.designated_requirement);
    EXPECT_FALSE(signature.designated_requirement->is_explicit);
    EXPECT_EQ(signature.designated_requirement->text, "cdhash H\"" + hash(directory) + "\"");
}

TEST_F(SignatureTest, KeepsEveryCodeDirectoryAndPrefersAsMacOsDoes) {
    const Bytes sha1 = code_directory({.hash_type = 1, .hash_size = 20});
    const Bytes sha256 = code_directory({.hash_type = 2});
    const Bytes sha384 = code_directory({.hash_type = 4, .hash_size = 48});
    const Signature signature = parse({{0x1001, sha384}, {0x1000, sha256}, {0, sha1}});
    EXPECT_THAT(signature.code_directories,
                ElementsAre(Field(&CodeDirectory::hash_type, 1), Field(&CodeDirectory::hash_type, 2),
                            Field(&CodeDirectory::hash_type, 4)));
    EXPECT_EQ(signature.preferred_directory(), 2);
    EXPECT_EQ(signature.designated_requirement->text,
              "cdhash H\"" + hash(sha1) + "\" or cdhash H\"" + hash(sha256) + "\" or cdhash H\"" + hash(sha384) + "\"");
    EXPECT_EQ(signature.slots.front().slot, 0) << "in slot order, whatever the index says";
}

TEST_F(SignatureTest, NamesTwoCodeDirectoriesOfOneHashType) {
    const Signature signature = parse({{0, code_directory()}, {0x1000, code_directory({.code_slots = 3})}});
    EXPECT_THAT(signature.problems,
                ElementsAre(AllOf(Field(&Problem::code, "code-directory-page-count"), Field(&Problem::path, "Tool"),
                                  Field(&Problem::message, StartsWith("Alternate code directory 1: "))),
                            Field(&Problem::code, "code-directory-repeated-hash-type")));
}

TEST_F(SignatureTest, TellsLinkerSignedFromAdHoc) {
    EXPECT_EQ(parse({{0, code_directory({.flags = flag_adhoc | flag_linker_signed})}}).kind,
              SignatureKind::linker_signed);
}

TEST_F(SignatureTest, ReadsABareCodeDirectoryAsTheKernelDoes) {
    Bytes bytes = code_directory();
    bytes.resize(bytes.size() + 100);
    const Signature signature = parse(bytes);
    EXPECT_EQ(signature.kind, SignatureKind::ad_hoc);
    EXPECT_EQ(signature.identifier, "com.example.tool");
}

TEST_F(SignatureTest, ReadsSignerAndChain) {
    const Identity root = make_identity({.common_name = "Root", .authority = true});
    const Identity authority = make_identity({.common_name = "Authority", .authority = true}, &root);
    const Identity other = make_identity({.common_name = "Other"});
    const Identity leaf = make_identity({.common_name = "Leaf", .organizational_unit = "A1B2C3D4E5"}, &authority);
    const Bytes directory = code_directory({.flags = flag_runtime, .team_id = "A1B2C3D4E5"});
    const Bytes cms = make_cms(directory, leaf, {other, root, authority}, {.detached = true});
    const Signature signature = parse({{0, directory}, {0x10000, wrapper(cms)}});
    EXPECT_EQ(signature.kind, SignatureKind::cms);
    EXPECT_EQ(signature.cms_size, cms.size());
    EXPECT_THAT(signature.problems, IsEmpty());
    ASSERT_TRUE(signature.signer);
    std::vector<std::string> names;
    for (const auto& certificate : signature.certificates) names.push_back(certificate->common_name);
    EXPECT_THAT(names, ElementsAre("Leaf", "Authority", "Root", "Other"));
    EXPECT_EQ(signature.signer_team_id(), "A1B2C3D4E5");
    EXPECT_EQ(signature.signer_class, SignerClass::other);
    EXPECT_TRUE(signature.signing_time);
    EXPECT_FALSE(signature.timestamp);
    ASSERT_TRUE(signature.signer_info);
    EXPECT_TRUE(verify_signer(*signature.signer_info, directory));
    EXPECT_EQ(signature.designated_requirement->text,
              "identifier \"com.example.tool\" and certificate leaf = H\"" + signature.signer->sha1 + "\"");
}

TEST_F(SignatureTest, MakesUpNoRequirementWhereTheSignerIsUnknown) {
    const Signature signature = parse({{0, code_directory()}, {0x10000, wrapper(as_bytes("no DER"))}});
    EXPECT_EQ(signature.kind, SignatureKind::cms);
    EXPECT_FALSE(signature.signer);
    EXPECT_FALSE(signature.designated_requirement);
    EXPECT_THAT(signature.problems, ElementsAre(Field(&Problem::code, "cms-unreadable")));
}

TEST_F(SignatureTest, PrefersTheRequirementInTheSignature) {
    const Bytes requirement = test::requirement(ByteWriter().u32(3).bytes());
    const Bytes set = super_blob(magic_requirements, {{1, requirement}, {3, requirement}});
    const Signature signature = parse({{0, code_directory()}, {2, set}});
    ASSERT_TRUE(signature.designated_requirement);
    EXPECT_TRUE(signature.designated_requirement->is_explicit);
    EXPECT_EQ(signature.designated_requirement->text, "anchor apple");
    EXPECT_EQ(signature.requirements.size(), 2);
}

TEST_F(SignatureTest, MakesUpNoRequirementInPlaceOfADamagedOne) {
    const Bytes set = super_blob(magic_requirements, {{3, test::requirement({})}});
    const Signature signature = parse({{0, code_directory()}, {2, set}});
    EXPECT_FALSE(signature.designated_requirement);
    EXPECT_THAT(signature.problems, ElementsAre(Field(&Problem::code, "requirement-unreadable")));
}

TEST_F(SignatureTest, ReadsEntitlementsOfBothForms) {
    const std::string xml = "<plist version=\"1.0\"><dict><key>a</key><true/></dict></plist>";
    const Bytes der = plist::to_der_dictionary({{"a", true}});
    const Signature signature = parse({{0, code_directory()},
                                       {5, blob(magic_entitlements_xml, as_bytes(xml))},
                                       {7, blob(magic_entitlements_der, der)}});
    ASSERT_TRUE(signature.entitlements);
    EXPECT_EQ(signature.entitlements->xml_text, xml);
    EXPECT_TRUE(signature.entitlements->agree());
    EXPECT_EQ(signature.entitlements->effective(), plist::Value(plist::Dictionary{{"a", true}}));
    EXPECT_THAT(signature.problems, IsEmpty());
}

TEST_F(SignatureTest, HasNoEntitlementsWithoutTheirSlots) {
    EXPECT_FALSE(parse({{0, code_directory()}}).entitlements);
}

TEST_F(SignatureTest, ReadsConstraintsOfEachSlot) {
    const auto constraint = [](int number) {
        return blob(magic_launch_constraint, plist::to_der_dictionary({{"vers", number}}));
    };
    const Signature signature = parse(
        {{0, code_directory()}, {8, constraint(8)}, {9, constraint(9)}, {10, constraint(10)}, {11, constraint(11)}});
    EXPECT_THAT(signature.problems, IsEmpty());
    EXPECT_EQ(signature.constraints.self, plist::Value(plist::Dictionary{{"vers", 8}}));
    EXPECT_EQ(signature.constraints.parent, plist::Value(plist::Dictionary{{"vers", 9}}));
    EXPECT_EQ(signature.constraints.responsible, plist::Value(plist::Dictionary{{"vers", 10}}));
    EXPECT_EQ(signature.constraints.library, plist::Value(plist::Dictionary{{"vers", 11}}));
    EXPECT_THAT(parse({{0, code_directory()}, {9, blob(magic_launch_constraint, as_bytes("?"))}}).problems,
                ElementsAre(AllOf(Field(&Problem::code, "constraint-malformed"),
                                  Field(&Problem::message, HasSubstr("parent")))));
}

TEST_F(SignatureTest, DoesNotReadBlobsOfAnotherType) {
    const Signature signature =
        parse({{0, code_directory()}, {5, wrapper(as_bytes("<plist/>"))}, {0x10000, blob(0xfade7171, as_bytes("x"))}});
    EXPECT_EQ(signature.kind, SignatureKind::ad_hoc);
    EXPECT_FALSE(signature.entitlements);
    EXPECT_THAT(signature.problems, ElementsAre(Field(&Problem::code, "signature-blob-type"),
                                                Field(&Problem::code, "signature-blob-type")));
}

TEST_F(SignatureTest, KeepsWhatATruncatedSignatureStillSays) {
    const std::string xml = "<plist version=\"1.0\"><dict/></plist>";
    Bytes bytes =
        super_blob(magic_embedded_signature, {{5, blob(magic_entitlements_xml, as_bytes(xml))}, {0, code_directory()}});
    bytes.resize(bytes.size() - 1);
    const Signature signature = parse(bytes);
    EXPECT_THAT(signature.code_directories, IsEmpty());
    EXPECT_EQ(signature.preferred_directory(), 0);
    EXPECT_TRUE(signature.entitlements);
    EXPECT_FALSE(signature.designated_requirement);
    EXPECT_THAT(signature.problems, ElementsAre(Field(&Problem::code, "signature-truncated"),
                                                Field(&Problem::code, "signature-blob-outside"),
                                                Field(&Problem::code, "no-code-directory")));
}

TEST_F(SignatureTest, SurvivesEveryTruncationAndManyDamagedBytes) {
    const Identity leaf = make_identity({.common_name = "Leaf"});
    const Bytes directory = code_directory({.version = 0x20600, .team_id = "T", .special_slots = 7});
    const Bytes requirement = test::requirement(ByteWriter().u32(6).u32(3).u32(10).data("k").u32(1).data("v").bytes());
    const Bytes bytes = super_blob(magic_embedded_signature,
                                   {{0, directory},
                                    {2, super_blob(magic_requirements, {{3, requirement}})},
                                    {5, blob(magic_entitlements_xml, as_bytes("<plist><dict/></plist>"))},
                                    {7, blob(magic_entitlements_der, plist::to_der_dictionary({{"a", true}}))},
                                    {0x10000, wrapper(make_cms(directory, leaf, {}, {.detached = true}))}});
    for (std::size_t size = 0; size < bytes.size(); size += 7)
        (void)parse_signature(ByteView(bytes).first(size), cache, "");
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        Bytes damaged = bytes;
        damaged[at] ^= std::byte{0xff};
        (void)parse_signature(damaged, cache, "");
    }
}

TEST_F(SignatureTest, RefusesWhatIsNoSignature) {
    EXPECT_FALSE(parse_signature({}, cache, ""));
    EXPECT_FALSE(parse_signature(as_bytes("something else"), cache, ""));
}

TEST_F(SignatureTest, ReadsDetachedComponents) {
    const Identity signer = make_identity({.common_name = "Leaf"});
    DetachedComponents files;
    EXPECT_EQ(parse_detached(files, cache, "B").error().code, ErrorCode::not_found);

    files.code_directory = code_directory({.hash_type = 1, .hash_size = 20});
    files.alternate_code_directories = {code_directory()};
    files.code_requirements = super_blob(magic_requirements, {{3, test::requirement(ByteWriter().u32(3).bytes())}});
    files.code_signature = Bytes{};
    files.entitlements = blob(magic_entitlements_xml, as_bytes("<plist><dict/></plist>"));
    auto signature = parse_detached(files, cache, "B.bundle/Contents/_CodeSignature");
    ASSERT_TRUE(signature);
    EXPECT_EQ(signature->kind, SignatureKind::detached);
    EXPECT_FALSE(signature->signer);
    EXPECT_EQ(signature->code_directories.size(), 2);
    EXPECT_EQ(signature->designated_requirement->text, "anchor apple");
    EXPECT_TRUE(signature->entitlements->xml);
    std::vector<std::uint32_t> slots;
    for (const SlotEntry& entry : signature->slots) slots.push_back(entry.slot);
    EXPECT_THAT(slots, ElementsAre(0, 2, 5, 0x1000));

    const Bytes cms = make_cms(*files.code_directory, signer, {}, {.detached = true});
    for (const Bytes& file : {cms, wrapper(cms)}) {
        files.code_signature = file;
        signature = parse_detached(files, cache, "B");
        ASSERT_TRUE(signature);
        EXPECT_EQ(signature->kind, SignatureKind::detached);
        ASSERT_TRUE(signature->signer) << "with and without the header of a blob";
        EXPECT_EQ(signature->signer_class, SignerClass::self_signed);
    }
}

TEST(Entitlements, DifferWhereTheirValuesDo) {
    const std::string xml = "<plist version=\"1.0\"><dict><key>a</key><false/></dict></plist>";
    const Bytes der = plist::to_der_dictionary({{"a", true}});
    const Entitlements both = parse_entitlements(as_bytes(xml), der);
    EXPECT_FALSE(both.agree());
    EXPECT_EQ(both.effective(), *both.der) << "macOS uses the DER form";
    EXPECT_TRUE(parse_entitlements(as_bytes(xml), std::nullopt).agree());
    EXPECT_TRUE(parse_entitlements(std::nullopt, der).present());
    EXPECT_FALSE(parse_entitlements(std::nullopt, std::nullopt).present());
}

TEST(Entitlements, TakeTextAfterThePropertyListAsMacOsDoes) {
    const std::string xml = "<plist version=\"1.0\"><dict/></plist>\n</xml>\n";
    const Entitlements entitlements = parse_entitlements(as_bytes(xml), std::nullopt);
    EXPECT_TRUE(entitlements.xml);
    EXPECT_TRUE(entitlements.xml_trailing_text);
    EXPECT_EQ(entitlements.xml_text, xml);
    EXPECT_THAT(entitlements.problems, IsEmpty());
}

TEST(Entitlements, FallBackToXmlWhereTheDerIsDamaged) {
    const std::string xml = "<plist version=\"1.0\"><dict><key>a</key><true/></dict></plist>";
    const Entitlements entitlements = parse_entitlements(as_bytes(xml), as_bytes("?"));
    EXPECT_EQ(entitlements.effective(), *entitlements.xml);
    EXPECT_THAT(entitlements.problems, ElementsAre(Field(&Problem::code, "entitlements-malformed")));
}

TEST(Entitlements, AreAbsentWhereTheyAreNoDictionaryOrTooLarge) {
    for (const std::string_view xml : {"", "<plist version=\"1.0\"><array/></plist>", "<plist><dict>"}) {
        const Entitlements entitlements = parse_entitlements(as_bytes(xml), std::nullopt);
        EXPECT_FALSE(entitlements.present()) << xml;
        EXPECT_EQ(entitlements.xml_text, xml);
        EXPECT_EQ(entitlements.problems.size(), 1);
        EXPECT_EQ(entitlements.effective(), plist::Value());
    }
    const Bytes large(limits::entitlement_bytes + 1);
    EXPECT_EQ(parse_entitlements(large, large).problems.size(), 2);
}

} // namespace
} // namespace nei::signature
