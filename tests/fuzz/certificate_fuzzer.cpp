// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/signature.h"
#include "tests/fuzz/inspect.h"
#include "tests/fuzz/target.h"

using namespace nei;

/// A certificate, as one that signed code; or a file of root certificates.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input = fuzz::as_view(data, size);
    signature::TrustStore trust = fuzz::trust();
    if (const auto added = trust.add_given(input); !added) fuzz::expect_sentence(added.error());

    signature::CertificateCache cache;
    const signature::CertificatePointer certificate = cache.decode(input);
    if (!certificate) return 0;
    (void)fuzz::trust().anchor(certificate, {});
    signature::Signature signature;
    signature.kind = signature::SignatureKind::cms;
    signature.cms_size = size;
    signature.signer = certificate;
    signature.certificates = signature::order_chain(certificate, fuzz::trust().apple_roots());
    signature.signer_class = signature::classify(signature.certificates);
    signature.designated_requirement = {signature::implicit_designated_requirement(signature), false};
    bundle::CodeItem item;
    item.path = item.root = item.path_in_root = ".";
    item.kind = bundle::ItemKind::executable;
    item.slices.push_back({{}, {}, std::move(signature)});
    bundle::Bundle bundle;
    bundle.items.push_back(std::move(item));
    fuzz::print(bundle);
    return 0;
}
