// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/signature.h"

#include "tests/forge/byte_writer.h"
#include "tests/forge/designated_requirement.h"
#include "tests/forge/requirement_compiler.h"
#include "tests/forge/spec_error.h"

#include <algorithm>

namespace nei::forge {
namespace {

constexpr std::uint32_t slot_requirements = 2, slot_entitlements = 5, slot_entitlements_der = 7,
                        slot_alternate = 0x1000, slot_cms = 0x10000;

Bytes blob(std::uint32_t magic, ByteView payload) {
    return ByteWriter().u32(magic).u32(8 + payload.size()).bytes(payload).take();
}

Bytes super_blob(const std::vector<std::pair<std::uint32_t, Bytes>>& blobs) {
    ByteWriter index, content;
    const std::size_t start = 12 + 8 * blobs.size();
    for (const auto& [slot, bytes] : blobs) {
        index.u32(slot).u32(start + content.size());
        content.bytes(bytes);
    }
    return ByteWriter()
        .u32(0xfade0cc0)
        .u32(start + content.size())
        .u32(blobs.size())
        .bytes(index.out())
        .bytes(content.out())
        .take();
}

/// `designated => …` of a set's text, or all of it where it is one requirement.
std::string designated_part(const std::string& text) {
    const std::size_t arrow = text.find("=>");
    if (arrow == std::string::npos) return text;
    const std::size_t start = text.find("designated =>");
    if (start == std::string::npos) return {};
    const std::size_t body = text.find_first_not_of(' ', start + std::string_view("designated =>").size());
    return text.substr(body, text.find('\n', body) - body);
}

CodeDirectoryOptions directory_options(const SigningOptions& options, const CodeFacts& facts) {
    CodeDirectoryOptions directory;
    directory.flags = options.flags;
    if (options.signer.kind == SignerKind::ad_hoc) directory.flags |= code_flag::adhoc;
    if (options.signer.kind == SignerKind::linker_signed)
        directory.flags |= code_flag::adhoc | code_flag::linker_signed;
    const bool hardened = (options.flags & code_flag::runtime) != 0;
    directory.version = options.version.value_or(hardened ? 0x20500 : 0x20400);
    directory.identifier = options.identifier;
    directory.team = options.team;
    directory.platform = options.platform;
    directory.page_size = options.page_size;
    directory.slot_hashes = options.slot_hashes;
    directory.exec_seg_limit = facts.text_segment_size;
    directory.exec_seg_flags = options.exec_seg_flags.value_or(facts.main_binary ? 1 : 0);
    if (hardened) directory.runtime_version = packed_version(options.runtime_version);
    if (options.info_plist) directory.components[1] = *options.info_plist;
    if (options.seal) directory.components[3] = *options.seal;
    return directory;
}

} // namespace

const Bytes& Signature::cdhash() const {
    const auto sha256 = std::ranges::find(directories, HashType::sha256, &SignedDirectory::hash);
    return sha256 != directories.end() ? sha256->cdhash : directories.front().cdhash;
}

Signature make_signature(const SigningOptions& options, ByteView code, const CodeFacts& facts) {
    if (options.hashes.empty()) throw SpecError("a signature needs at least one hash type");
    const bool linker_signed = options.signer.kind == SignerKind::linker_signed;
    std::optional<Identity> identity;
    if (options.signer.has_certificate()) identity = make_identity(options.signer);

    Signature signature;
    const std::string set_text =
        !options.requirements.empty()
            ? options.requirements
            : designated_requirement(identity ? &*identity : nullptr, options.identifier, options.signer.team);
    std::vector<std::pair<std::uint32_t, Bytes>> blobs;
    if (options.requirement_slot && !linker_signed) {
        auto compiled = compile_requirement_set(set_text);
        if (!compiled) throw SpecError(compiled.error().message);
        signature.requirements = *compiled;
        blobs.emplace_back(slot_requirements, std::move(*compiled));
    }
    if (options.entitlements_xml) blobs.emplace_back(slot_entitlements, blob(0xfade7171, *options.entitlements_xml));
    if (options.entitlements_der)
        blobs.emplace_back(slot_entitlements_der, blob(0xfade7172, *options.entitlements_der));
    for (const auto& [slot, payload] : options.constraints) blobs.emplace_back(slot, blob(0xfade8181, payload));

    CodeDirectoryOptions directory = directory_options(options, facts);
    for (const auto& [slot, bytes] : blobs) directory.components[slot] = bytes;
    for (const HashType hash : options.hashes) {
        directory.hash = hash;
        Bytes bytes = make_code_directory(directory, code);
        Bytes truncated = cdhash(bytes, hash);
        signature.directories.push_back({.hash = hash, .blob = std::move(bytes), .cdhash = std::move(truncated)});
    }
    for (std::size_t i = 0; i < signature.directories.size(); ++i)
        blobs.emplace_back(i == 0 ? 0 : slot_alternate + static_cast<std::uint32_t>(i) - 1,
                           signature.directories[i].blob);

    if (identity) {
        CmsOptions cms = options.cms;
        cms.detached = true;
        for (const SignedDirectory& entry : signature.directories) {
            cms.agility_cdhashes.push_back(entry.cdhash);
            cms.agility_digests.emplace_back(digest_of(entry.hash), digest(digest_of(entry.hash), entry.blob));
        }
        signature.cms = make_cms(cms, *identity, signature.directories.front().blob);
        blobs.emplace_back(slot_cms, blob(0xfade0b01, *signature.cms));
    } else if (options.empty_cms_slot && !linker_signed) {
        blobs.emplace_back(slot_cms, blob(0xfade0b01, {}));
    }
    std::ranges::sort(blobs, {}, &std::pair<std::uint32_t, Bytes>::first);
    signature.super_blob = super_blob(blobs);

    signature.designated_requirement = designated_part(set_text);
    if (signature.designated_requirement.empty()) {
        std::vector<Bytes> cdhashes;
        for (const SignedDirectory& entry : signature.directories) cdhashes.push_back(entry.cdhash);
        signature.designated_requirement = cdhash_requirement(cdhashes);
    }
    return signature;
}

SignedMachO make_signed_macho(const MachOOptions& code, const SigningOptions& options) {
    if (options.signer.kind == SignerKind::unsigned_code) return {.bytes = make_macho(code).bytes, .signature = {}};
    // The room for the signature is part of what is signed, so its size is worked out first: what a signature over
    // nothing takes, and a hash for each page.
    const bool program = code.file_type == "execute";
    const Signature over_nothing = make_signature(options, {}, {.main_binary = program});
    constexpr std::size_t more_than_unsigned = 0x8000; // the load command may move the code on by a page
    const std::size_t limit = make_macho(code).bytes.size() + more_than_unsigned;
    const std::size_t pages = options.page_size == 0 ? 1 : limit / options.page_size + 1;
    std::size_t room = over_nothing.super_blob.size();
    for (const SignedDirectory& directory : over_nothing.directories)
        room += pages * hash_as(directory.hash, {}).size();
    MachOImage image = make_macho(code, round_up(room, 16));
    Signature signature = make_signature(options, ByteView(image.bytes).first(image.signature_offset),
                                         {.main_binary = program, .text_segment_size = image.text_segment_size});
    std::ranges::copy(signature.super_blob, image.bytes.begin() + static_cast<std::ptrdiff_t>(image.signature_offset));
    return {.bytes = std::move(image.bytes), .signature = std::move(signature)};
}

} // namespace nei::forge
