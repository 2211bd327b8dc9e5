// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/plist/value.h"

namespace nei::plist {

/// Reads a DER dictionary as entitlements (signature slot 7), launch constraints (slots 8 to 11) and the entitlements
/// of a DER-Encoded-Profile have it: `[APPLICATION 16] { INTEGER 1, [CONTEXT 16] { SEQUENCE { UTF8String key, value }*
/// } }`. `bytes` is without the blob header.
Result<Value> parse_der_dictionary(ByteView bytes);

/// Reads one DER value of the same dialect: BOOLEAN, INTEGER, UTF8String, OCTET STRING, UTCTime/GeneralizedTime,
/// SEQUENCE as array, SET or [CONTEXT 16] of key-value SEQUENCEs as dictionary, [APPLICATION 16] as above.
Result<Value> parse_der_value(ByteView bytes);

/// Writes what parse_der_dictionary reads, keys sorted by their bytes as Apple does.
Bytes to_der_dictionary(const Dictionary& dictionary);

} // namespace nei::plist
