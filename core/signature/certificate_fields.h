// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signature/certificate.h"

#include <optional>

/// What code requirements ask of a certificate: parts of its subject and extensions by their OIDs.
namespace nei::signature {

/// The values of a part of the subject (and `email`: of the addresses) that requirements name: "subject.OU", "email".
/// Keys are those of requirements.grammar (Apple Security). Empty where the certificate has none, or the key is none.
std::vector<std::string> subject_values(const Certificate& certificate, std::string_view key);

/// The value of the extension whose object identifier has these content bytes; nothing where there is none.
std::optional<Bytes> extension_value(const Certificate& certificate, ByteView oid);

/// Whether the certificate was issued under this policy; `oid` as above.
bool has_policy(const Certificate& certificate, ByteView oid);

/// The text in an extension's value, where that is one DER string.
std::optional<std::string> text_of_extension(ByteView value);

/// The time in an extension's value: a DER time, or a string with one, as Apple writes them ("20190601000000Z").
std::optional<Timestamp> time_of_extension(ByteView value);

} // namespace nei::signature
