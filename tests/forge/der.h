// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/bytes.h"
#include "core/base/digest.h"
#include "core/base/timestamp.h"
#include "core/plist/value.h"

#include <cstdint>

/// DER, written piece by piece: certificates, CMS and property lists that OpenSSL's own writers would not let be wrong.
namespace nei::forge::der {

/// One value: tag, length, content.
Bytes tagged(std::uint8_t tag, ByteView content);
/// `[number]` around whole values (constructed) or instead of a value's own tag (implicit).
Bytes context(unsigned number, ByteView content);
Bytes sequence(const std::vector<Bytes>& members);
/// SET OF: members in the order of their bytes, as DER wants.
Bytes set_of(std::vector<Bytes> members);
/// A set in the order given: genuine Apple signatures have such sets.
Bytes set_in_order(const std::vector<Bytes>& members);
Bytes integer(std::int64_t value);
Bytes unsigned_integer(ByteView magnitude);
Bytes boolean(bool value);
Bytes null();
Bytes octets(ByteView content);
Bytes bits(ByteView content);
Bytes utf8(std::string_view text);
Bytes printable(std::string_view text);
/// UTCTime until 2049, GeneralizedTime after, as X.509 and CMS say.
Bytes time(Timestamp moment);
Bytes generalized_time(Timestamp moment);
Bytes oid(std::string_view dotted);
/// The content bytes alone, as code requirements hold them.
Bytes oid_content(std::string_view dotted);
/// AlgorithmIdentifier of a digest.
Bytes digest_algorithm(DigestAlgorithm algorithm);

/// A property list value in the dialect of DER entitlements.
Bytes plist_value(const plist::Value& value);
/// `[APPLICATION 16] { 1, [16] { SEQUENCE { key, value }* } }`, keys in byte order.
Bytes plist_dictionary(const plist::Dictionary& dictionary);

} // namespace nei::forge::der
