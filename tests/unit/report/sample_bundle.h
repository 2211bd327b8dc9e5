// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"

/// Bundles put together by hand: what the scanner would make of a small product.
namespace nei::test {

/// An app with a packet tunnel appex (one claim allowed, one not), a framework and three like libraries.
bundle::Bundle sample_bundle();

signature::CertificatePointer sample_certificate(std::string common_name, std::string team);
signature::Signature sample_signature(std::string identifier);
profile::Profile sample_profile();

} // namespace nei::test
