// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signature/trust.h"

#include <map>
#include <mutex>
#include <vector>

namespace nei::verify {

/// Where chains end, each asked once: a bundle has hundreds of signatures by the same few certificates, and a chain
/// takes twice the work of the signature itself. Safe for use by several threads.
class Anchors {
public:
    explicit Anchors(const signature::TrustStore& trust) : trust_(trust) {}

    const signature::TrustStore& trust() const { return trust_; }

    /// As TrustStore::anchor.
    signature::ChainAnchor of(const signature::CertificatePointer& leaf,
                              const std::vector<signature::CertificatePointer>& certificates);

private:
    const signature::TrustStore& trust_;
    std::mutex mutex_;
    /// By leaf and certificates, as CertificateCache gives them: the same object for the same certificate.
    std::map<std::vector<signature::CertificatePointer>, signature::ChainAnchor> known_;
};

} // namespace nei::verify
