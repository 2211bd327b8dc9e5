// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signature/trust.h"

#include <filesystem>

namespace nei::signature {

/// Adds the certificates in a file that the user named (`--trust-root`). An error where it is no file, cannot be read
/// or holds no certificate.
Result<void> add_trust_file(TrustStore& trust, const std::filesystem::path& file);

} // namespace nei::signature
