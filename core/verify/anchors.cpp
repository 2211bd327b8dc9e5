// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/anchors.h"

namespace nei::verify {

signature::ChainAnchor Anchors::of(const signature::CertificatePointer& leaf,
                                   const std::vector<signature::CertificatePointer>& certificates) {
    std::vector<signature::CertificatePointer> key{leaf};
    key.insert(key.end(), certificates.begin(), certificates.end());
    {
        const std::scoped_lock lock(mutex_);
        if (const auto found = known_.find(key); found != known_.end()) return found->second;
    }
    const signature::ChainAnchor anchor = trust_.anchor(leaf, certificates);
    const std::scoped_lock lock(mutex_);
    return known_.emplace(std::move(key), anchor).first->second;
}

} // namespace nei::verify
