// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/der.h"
#include "core/signature/super_blob.h"
#include "tests/fuzz/inspect.h"
#include "tests/fuzz/target.h"
#include "tests/unit/signature/blob_builder.h"

using namespace nei::signature;

/// DER entitlements and, of the same form, a launch constraint.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const nei::ByteView input = nei::fuzz::as_view(data, size);
    if (const auto value = nei::plist::parse_der_value(input); value && value->dictionary())
        (void)nei::plist::to_der_dictionary(*value->dictionary());
    nei::fuzz::inspect_signature(test::super_blob(
        magic_embedded_signature, {{slot_code_directory, test::code_directory()},
                                   {slot_entitlements_der, test::blob(magic_entitlements_der, input)},
                                   {slot_launch_constraint_self, test::blob(magic_launch_constraint, input)}}));
    return 0;
}
