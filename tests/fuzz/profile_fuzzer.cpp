// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/inspect.h"
#include "tests/fuzz/target.h"

/// A provisioning profile, alone and in an app.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const nei::ByteView input = nei::fuzz::as_view(data, size);
    nei::signature::CertificateCache cache;
    if (const auto profile = nei::profile::parse_profile(input, cache, nei::fuzz::trust()))
        nei::fuzz::print(*profile);
    else
        nei::fuzz::expect_sentence(profile.error());
    nei::fuzz::inspect_in_app("Contents/embedded.provisionprofile", input);
    return 0;
}
