// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/verify/anchors.h"
#include "core/verify/file_pass.h"
#include "core/verify/integrity.h"

#include <map>
#include <string>

/// One signature against what it was made of: pages, special slots, signer, time stamp, requirement.
namespace nei::verify {

/// A file that a special slot binds, hashed by every algorithm that a code directory of the item uses.
struct BoundFile {
    std::string path;
    std::map<DigestAlgorithm, Bytes> digests; ///< empty where the file is not there or could not be read
};

struct SliceEvidence {
    const bundle::CodeItem& item;
    const bundle::CodeSlice& slice;
    std::uint64_t code_size = 0;    ///< bytes of the file that the slice is in; 0 where there is no Mach-O
    ByteView signature;             ///< the bytes of LC_CODE_SIGNATURE
    std::span<const PageJob> pages; ///< those of this slice, one for each code directory of `slice.signature`
    const BoundFile& info_plist;    ///< of a bundle; a bare Mach-O binds a section of its own
    const BoundFile& resources;     ///< CodeResources
    Anchors& anchors;
};

/// What was found of the signature itself: files of the seal, nested code and the ticket are for others to add.
struct SliceFindings {
    SliceIntegrity integrity;           ///< without item and slice; `intact` and `valid` of what was looked at
    std::vector<Bytes> cdhashes;        ///< of all code directories, 20 bytes each
    std::vector<Bytes> sha256_cdhashes; ///< those that a ticket can list
    std::vector<signature::CertificatePointer> chain; ///< leaf first, root last
};

SliceFindings check_slice(const SliceEvidence& evidence, signature::CertificateCache& certificates);

/// Whether the chain of this signature's signer ends at a root that is trusted.
ChainState chain_state(signature::ChainAnchor anchor);

} // namespace nei::verify
