// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/limits.h"
#include "core/signature/super_blob.h"
#include "tests/unit/signature/blob_builder.h"

#include <gmock/gmock.h>

namespace nei::signature {
namespace {

using test::ByteWriter;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

Bytes wrapper(std::string_view text) {
    return test::blob(magic_blob_wrapper, as_bytes(text));
}

TEST(SuperBlob, ListsItsBlobsInIndexOrder) {
    const Bytes bytes = test::super_blob(magic_embedded_signature, {{0x10000, wrapper("cms")}, {0x77, wrapper("")}});
    const auto result = parse_super_blob(bytes);
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_THAT(result->problems, IsEmpty());
    ASSERT_THAT(result->blobs, ElementsAre(Field(&Blob::slot, 0x10000), Field(&Blob::slot, 0x77)));
    EXPECT_EQ(as_text(result->blobs[0].payload), "cms");
    EXPECT_EQ(result->blobs[0].bytes.size(), 11);
    EXPECT_EQ(result->find(0x77), &result->blobs[1]);
    EXPECT_EQ(result->find(0), nullptr);
}

TEST(SuperBlob, TakesBytesAfterItsLengthAsPadding) {
    Bytes bytes = test::super_blob(magic_embedded_signature, {{0x10000, wrapper("cms")}});
    bytes.resize(bytes.size() + 9000);
    const auto result = parse_super_blob(bytes);
    ASSERT_TRUE(result);
    EXPECT_THAT(result->problems, IsEmpty());
    EXPECT_EQ(result->blobs.size(), 1);
}

TEST(SuperBlob, DoesNotReadBlobsFromItsPadding) {
    const Bytes inside = wrapper("in padding");
    const Bytes bytes = ByteWriter().u32(magic_embedded_signature).u32(20).u32(1).u32(0).u32(20).raw(inside).bytes();
    const auto result = parse_super_blob(bytes);
    ASSERT_TRUE(result);
    EXPECT_THAT(result->blobs, IsEmpty());
    EXPECT_THAT(result->problems, ElementsAre(Field(&Problem::code, "signature-blob-outside")));
}

TEST(SuperBlob, KeepsWhatATruncatedSignatureStillHas) {
    Bytes bytes = test::super_blob(magic_embedded_signature, {{2, wrapper("first")}, {0x10000, wrapper("second")}});
    bytes.resize(bytes.size() - 1);
    const auto result = parse_super_blob(bytes);
    ASSERT_TRUE(result);
    EXPECT_THAT(result->blobs, ElementsAre(Field(&Blob::slot, 2)));
    EXPECT_THAT(result->problems, ElementsAre(Field(&Problem::code, "signature-truncated"),
                                              Field(&Problem::code, "signature-blob-outside")));
    EXPECT_THAT(result->problems[1].message, HasSubstr("CMS signature"));
}

TEST(SuperBlob, SurvivesAnIndexThatIsCutOff) {
    const Bytes bytes = ByteWriter().u32(magic_embedded_signature).u32(100).u32(4).u32(0).bytes();
    const auto result = parse_super_blob(bytes);
    ASSERT_TRUE(result);
    EXPECT_THAT(result->blobs, IsEmpty());
    EXPECT_EQ(result->problems.size(), 2) << "shorter than it says, and an index that ends early";
}

TEST(SuperBlob, NamesOverlappingBlobs) {
    const Bytes bytes = ByteWriter()
                            .u32(magic_embedded_signature)
                            .u32(64)
                            .u32(2)
                            .u32(0)
                            .u32(28)
                            .u32(5)
                            .u32(36)
                            .raw(test::blob(0xfade0c02, test::blob(0xfade7171, ByteWriter().zeros(20).bytes())))
                            .bytes();
    const auto result = parse_super_blob(bytes);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->blobs.size(), 2);
    ASSERT_THAT(result->problems, ElementsAre(Field(&Problem::code, "signature-blobs-overlap")));
    EXPECT_THAT(result->problems[0].message, HasSubstr("Code directory and Entitlements (XML)"));
}

TEST(SuperBlob, NamesABlobInsideTheIndex) {
    const Bytes bytes = ByteWriter().u32(magic_embedded_signature).u32(28).u32(1).u32(8).u32(12).u32(0).u32(0).bytes();
    const auto result = parse_super_blob(bytes);
    ASSERT_TRUE(result);
    EXPECT_THAT(result->problems, ElementsAre(Field(&Problem::code, "signature-blobs-overlap")));
}

TEST(SuperBlob, NamesARepeatedSlotOnce) {
    const Bytes bytes =
        test::super_blob(magic_embedded_signature, {{5, wrapper("a")}, {5, wrapper("b")}, {5, wrapper("c")}});
    const auto result = parse_super_blob(bytes);
    ASSERT_TRUE(result);
    EXPECT_THAT(result->problems, ElementsAre(Field(&Problem::code, "signature-slot-repeated")));
    EXPECT_EQ(as_text(result->find(5)->payload), "a");
}

TEST(SuperBlob, LeavesOutBlobsWithImpossibleOffsetsAndLengths) {
    const Bytes bytes = ByteWriter()
                            .u32(magic_embedded_signature)
                            .u32(44)
                            .u32(2)
                            .u32(0)
                            .u32(0xfffffffc)
                            .u32(1)
                            .u32(28)
                            .u32(0xfade0b01)
                            .u32(7)
                            .zeros(8)
                            .bytes();
    const auto result = parse_super_blob(bytes);
    ASSERT_TRUE(result);
    EXPECT_THAT(result->blobs, IsEmpty());
    EXPECT_EQ(result->problems.size(), 2);
}

TEST(SuperBlob, RefusesWhatIsNone) {
    EXPECT_EQ(parse_super_blob({}).error().code, ErrorCode::truncated);
    EXPECT_EQ(parse_super_blob(ByteWriter().u32(magic_embedded_signature).u32(12).bytes()).error().code,
              ErrorCode::truncated);
    EXPECT_EQ(parse_super_blob(ByteWriter().u32(0xfeedface).u32(12).u32(0).bytes()).error().code, ErrorCode::malformed);
    EXPECT_EQ(parse_super_blob(ByteWriter().u32(magic_embedded_signature).u32(11).u32(0).bytes()).error().code,
              ErrorCode::malformed);
    const auto huge = ByteWriter().u32(magic_embedded_signature).u32(12).u32(0xffffffff).bytes();
    EXPECT_EQ(parse_super_blob(huge).error().code, ErrorCode::too_large);
}

TEST(SlotName, IsReadableForEverySlot) {
    EXPECT_EQ(slot_name(1), "Info.plist");
    EXPECT_EQ(slot_name(0x1001), "Alternate code directory 2");
    EXPECT_EQ(slot_name(0x1005), "Slot 0x1005");
    EXPECT_EQ(slot_name(0x20), "Slot 0x20");
}

} // namespace
} // namespace nei::signature
