// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signature/cms.h"
#include "core/verify/anchors.h"

namespace nei::verify {

/// Whether a signer's RFC 3161 time stamp is over this very signature, by an authority whose chain ends at a trusted
/// root. False where it has none.
bool timestamp_is_trusted(const signature::SignerInfo& signer, Anchors& anchors,
                          signature::CertificateCache& certificates);

} // namespace nei::verify
