// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/forge/cms.h"
#include "tests/forge/code_directory.h"
#include "tests/forge/macho_writer.h"

namespace nei::forge {

namespace code_flag {
inline constexpr std::uint32_t adhoc = 0x2, hard = 0x100, kill = 0x200, library_validation = 0x2000, runtime = 0x10000,
                               linker_signed = 0x20000;
} // namespace code_flag

/// Everything that a signature says; the defaults sign like a current `codesign`.
struct SigningOptions {
    SignerSpec signer;
    std::string identifier = "com.example.fernway";
    std::string team;                     ///< in the code directory; empty: none
    std::uint32_t flags = 0;              ///< ad hoc and linker-signed are added by the signer's kind
    std::optional<std::uint32_t> version; ///< of the code directory; 0x20500 with the hardened runtime, else 0x20400
    std::vector<HashType> hashes{HashType::sha256}; ///< one code directory each, the first in slot 0
    std::uint32_t page_size = 4096;
    std::uint8_t platform = 0;
    std::string runtime_version = "15.2";        ///< written where the hardened runtime flag is set
    std::optional<std::uint64_t> exec_seg_flags; ///< main-binary for programs
    /// Requirement set as text; empty: the usual designated requirement of the signer.
    std::string requirements;
    bool requirement_slot = true;
    std::optional<Bytes> entitlements_xml, entitlements_der; ///< payloads of slots 5 and 7
    std::map<std::uint32_t, Bytes> constraints;              ///< DER payloads of slots 8 to 11
    std::optional<Bytes> info_plist, seal;                   ///< contents that slots 1 and 3 hash
    std::map<std::uint32_t, Bytes> slot_hashes;              ///< written instead of the right ones
    CmsOptions cms;                                          ///< its agility attributes are filled in
    bool empty_cms_slot = true; ///< of ad hoc code: an empty wrapper as codesign writes it, or no slot at all
};

struct SignedDirectory {
    HashType hash = HashType::sha256;
    Bytes blob, cdhash;
};

struct Signature {
    std::vector<SignedDirectory> directories;
    std::string designated_requirement; ///< text; for ad hoc code its cdhashes
    Bytes requirements;                 ///< blob, empty where there is none
    std::optional<Bytes> cms;           ///< DER, absent in ad hoc code
    Bytes super_blob;

    /// Of the SHA-256 directory where there is one: what tickets and seals hold.
    const Bytes& cdhash() const;
};

/// What a signature has to know of the code that it covers.
struct CodeFacts {
    bool main_binary = true;
    std::uint64_t text_segment_size = 0;
};

Signature make_signature(const SigningOptions& options, ByteView code, const CodeFacts& facts);

struct SignedMachO {
    Bytes bytes;
    std::optional<Signature> signature; ///< absent where unsigned
};

/// A slice with its signature in it.
SignedMachO make_signed_macho(const MachOOptions& code, const SigningOptions& options);

} // namespace nei::forge
