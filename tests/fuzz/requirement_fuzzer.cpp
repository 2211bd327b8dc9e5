// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/requirement.h"
#include "core/signature/super_blob.h"
#include "tests/fuzz/inspect.h"
#include "tests/fuzz/target.h"
#include "tests/unit/signature/blob_builder.h"

using namespace nei::signature;

/// A requirement (alone, and as the designated one of a signature) or a set of requirements.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const nei::ByteView input = nei::fuzz::as_view(data, size);
    if (const auto requirement = parse_requirement(input))
        (void)to_text(*requirement);
    else
        nei::fuzz::expect_sentence(requirement.error());

    const bool is_set = size >= 4 && data[3] == 0x01;
    const nei::Bytes one = nei::to_bytes(input);
    const nei::Bytes set = is_set ? one : test::super_blob(magic_requirements, {{3, one}, {1, one}});
    nei::fuzz::inspect_signature(test::super_blob(
        magic_embedded_signature, {{slot_code_directory, test::code_directory()}, {slot_requirements, set}}));
    return 0;
}
