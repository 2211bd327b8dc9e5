// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/cms.h"
#include "core/signature/super_blob.h"
#include "tests/fuzz/inspect.h"
#include "tests/fuzz/target.h"
#include "tests/unit/signature/blob_builder.h"

using namespace nei::signature;

/// A CMS signature: read and checked against content, and as that of a program.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const nei::ByteView input = nei::fuzz::as_view(data, size);
    const nei::Bytes directory = test::code_directory();
    CertificateCache cache;
    if (const auto parsed = parse_signed_data(input, cache)) {
        for (const SignerInfo& signer : parsed->signers) {
            if (const auto checked = verify_signer(signer, parsed->content.value_or(directory)); !checked)
                nei::fuzz::expect_sentence(checked.error());
            (void)nei::fuzz::trust().anchor(signer.certificate, parsed->certificates);
        }
    }
    nei::fuzz::inspect_signature(
        test::super_blob(magic_embedded_signature, {{slot_code_directory, directory},
                                                    {slot_cms_signature, test::blob(magic_blob_wrapper, input)}}));
    return 0;
}
