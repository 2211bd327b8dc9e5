// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"

struct evp_pkey_st;

namespace nei::forge {

/// DER ECDSA signature of a SHA-256 digest on P-256, with the nonce of RFC 6979. OpenSSL 3.0 signs with random nonces
/// only, and files that differ at every build could not be compared. Not for secrets: the arithmetic is not constant
/// in time.
Bytes sign_p256(evp_pkey_st* key, ByteView sha256);

} // namespace nei::forge
