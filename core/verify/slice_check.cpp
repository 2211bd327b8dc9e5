// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/slice_check.h"

#include "core/verify/timestamp_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::verify {
namespace {

using signature::CodeDirectory;
using signature::SuperBlob;

/// id-kp-codeSigning and anyExtendedKeyUsage. A certificate without the extension may be used for anything.
constexpr std::string_view code_signing_usage = "1.3.6.1.5.5.7.3.3", any_usage = "2.5.29.37.0";

/// A code directory with the bytes that its own hash is over.
struct Directory {
    std::uint32_t slot = 0;
    CodeDirectory fields;
    ByteView blob;
};

/// Length of the digest as the directory records it; hash type 3 is cut to 20 bytes.
bool same_hash(ByteView whole, ByteView recorded) {
    return recorded.size() <= whole.size() && !recorded.empty() &&
           std::ranges::equal(whole.first(recorded.size()), recorded);
}

class SliceCheck {
public:
    SliceCheck(const SliceEvidence& evidence, signature::CertificateCache& certificates)
        : evidence_(evidence), certificates_(certificates) {}

    SliceFindings run() {
        auto blobs = signature::parse_super_blob(evidence_.signature);
        auto parsed = signature::parse_signature(evidence_.signature, certificates_, evidence_.item.path);
        if (!blobs || !parsed) {
            add(Failure::signature_invalid, "the signature cannot be read");
            return std::move(findings_);
        }
        blobs_ = std::move(*blobs);
        parsed_ = std::move(*parsed);
        take_directories();
        if (directories_.empty()) {
            add(Failure::signature_invalid, "the signature has no code directory");
            return std::move(findings_);
        }
        check_signer();
        // What a damaged code directory says of the rest is no reason to blame the rest.
        if (!malformed_) {
            check_slots();
            check_pages();
        }
        const auto& errors = findings_.integrity.errors;
        findings_.integrity.intact =
            std::ranges::none_of(errors, [](const VerifyError& error) { return is_change(error.failure); });
        check_chain();
        if (!malformed_) check_requirement();
        findings_.integrity.valid = findings_.integrity.errors.empty();
        return std::move(findings_);
    }

private:
    void add(Failure failure, std::string detail, std::string file = {}, std::optional<std::uint32_t> slot = {}) {
        VerifyError error{failure, std::move(file), std::move(detail), slot};
        auto& errors = findings_.integrity.errors;
        if (std::ranges::find(errors, error) == errors.end()) errors.push_back(std::move(error));
    }

    void take_directories() {
        for (const signature::Blob& blob : blobs_.blobs) {
            if (blob.slot != signature::slot_code_directory && !signature::is_alternate_code_directory(blob.slot))
                continue;
            auto directory = signature::parse_code_directory(blob.bytes);
            if (!directory) {
                add(Failure::signature_failed, "a code directory cannot be read", {}, blob.slot);
                malformed_ = true;
                continue;
            }
            check_form(directory->problems, blob.slot);
            const auto is_same = [&](const Directory& other) {
                return other.slot == blob.slot || other.fields.hash_type == directory->directory.hash_type;
            };
            if (std::ranges::any_of(directories_, is_same))
                add(Failure::signature_invalid, "two code directories of the same kind", {}, blob.slot);
            const ByteView own =
                blob.bytes.first(std::min<std::size_t>(blob.bytes.size(), directory->directory.length));
            findings_.cdhashes.push_back(directory->directory.cdhash());
            if (signature::hash_algorithm(directory->directory.hash_type) == DigestAlgorithm::sha256)
                findings_.sha256_cdhashes.push_back(directory->directory.cdhash());
            directories_.push_back({blob.slot, std::move(directory->directory), own});
        }
        std::ranges::stable_sort(directories_, {}, &Directory::slot); // the order of Signature::code_directories
    }

    /// Rules that Apple's verifier has for a code directory by itself (codedirectory.cpp).
    void check_form(const Problems& problems, std::uint32_t slot) {
        for (const Problem& problem : problems) {
            if (problem.code == "code-directory-hash-type") continue; // said with its slots
            if (problem.code == "code-directory-version")
                add(Failure::signature_unsupported, "the version of a code directory is not known");
            else
                add(Failure::signature_failed, "a code directory is malformed", {}, slot);
            malformed_ = true;
        }
    }

    void check_signer() {
        const auto cms = signature::slot_cms_signature;
        if (!parsed_.signer_info) {
            // Ad hoc says so in its flags; without them the signature was taken away.
            if (parsed_.cms_size > 0)
                add(Failure::signature_failed, "the CMS signature cannot be read", {}, cms);
            else if ((directories_.front().fields.flags & signature::flag_adhoc) == 0)
                add(Failure::signature_failed, "the CMS signature is missing", {}, cms);
            return;
        }
        const signature::SignerInfo& signer = *parsed_.signer_info;
        findings_.integrity.signed_at = signer.signing_time;
        if (const auto verified = verify_signer(signer, directories_.front().blob); !verified)
            add(Failure::signature_failed, "the CMS signature does not fit the code directory", {}, cms);
        check_agility(signer);
        if (!signer.timestamp) return;
        const bool trusted = timestamp_is_trusted(signer, evidence_.anchors, certificates_);
        findings_.integrity.timestamp_trusted = trusted;
        if (trusted) findings_.integrity.signed_at = signer.timestamp->time;
    }

    /// The signer names every code directory, so that none can be exchanged or taken away (hash agility, two forms;
    /// StaticCode.cpp). Directories of a hash that is not known are named by nobody.
    void check_agility(const signature::SignerInfo& signer) {
        std::vector<ByteView> hashes;
        for (const Directory& directory : directories_)
            if (!directory.fields.cdhash_full.empty()) hashes.emplace_back(directory.fields.cdhash_full);
        // A cdhash is the start of the hash, and so is the hash of a truncated type.
        const auto fits = [](ByteView a, ByteView b) {
            const std::size_t common = std::min(a.size(), b.size());
            return common > 0 && std::ranges::equal(a.first(common), b.first(common));
        };
        const auto names_all = [&](const auto& named, auto hash_of) {
            return named.size() == hashes.size() && std::ranges::all_of(hashes, [&](ByteView hash) {
                       return std::ranges::any_of(named, [&](const auto& each) { return fits(hash, hash_of(each)); });
                   });
        };
        const bool by_cdhash = signer.agility_cdhashes.empty() ||
                               names_all(signer.agility_cdhashes, [](const Bytes& each) { return ByteView(each); });
        const bool by_digest =
            signer.agility_digests.empty() ||
            names_all(signer.agility_digests, [](const auto& each) { return ByteView(each.digest); });
        if (!by_cdhash || !by_digest)
            add(Failure::signature_failed, "the code directories are not those that were signed", {},
                signature::slot_cms_signature);
    }

    static Failure failure_of(std::uint32_t slot) {
        if (slot == signature::slot_info_plist) return Failure::info_plist_failed;
        if (slot == signature::slot_resource_directory) return Failure::resource_directory_failed;
        return Failure::signature_failed;
    }

    /// The digest of what a special slot binds; nothing where that is not there.
    std::optional<Bytes> digest_of(std::uint32_t slot, DigestAlgorithm algorithm) const {
        const auto of_file = [&](const BoundFile& file) -> std::optional<Bytes> {
            const auto found = file.digests.find(algorithm);
            return found == file.digests.end() ? std::nullopt : std::optional(found->second);
        };
        if (slot == signature::slot_info_plist) {
            if (!evidence_.info_plist.path.empty()) return of_file(evidence_.info_plist);
            const auto& section = evidence_.slice.code.embedded_info_plist;
            return section ? std::optional(digest(algorithm, *section)) : std::nullopt;
        }
        if (slot == signature::slot_resource_directory) return of_file(evidence_.resources);
        const signature::Blob* blob = blobs_.find(slot);
        return blob ? std::optional(digest(algorithm, blob->bytes)) : std::nullopt;
    }

    std::string file_of(std::uint32_t slot) const {
        if (slot == signature::slot_info_plist) return evidence_.info_plist.path;
        if (slot == signature::slot_resource_directory) return evidence_.resources.path;
        return {};
    }

    void check_slots() {
        for (const Directory& directory : directories_) {
            const auto algorithm = signature::hash_algorithm(directory.fields.hash_type);
            if (!algorithm) {
                add(Failure::signature_unsupported, "the hash type of a code directory is not known");
                continue;
            }
            for (const auto& [slot, recorded] : directory.fields.special_slot_hashes) {
                const auto actual = digest_of(slot, *algorithm);
                if (!actual)
                    add(failure_of(slot), fmt::format("{} missing", signature::slot_name(slot)), file_of(slot), slot);
                else if (!same_hash(*actual, recorded))
                    add(failure_of(slot), fmt::format("{} modified", signature::slot_name(slot)), file_of(slot), slot);
            }
        }
        check_unbound();
    }

    /// What lies in the signature and is bound by no slot could have been added. Older alternates never bound all of
    /// it, so only the code directory that macOS uses counts.
    void check_unbound() {
        const Directory* preferred = preferred_directory();
        const auto& bound = preferred->fields.special_slot_hashes;
        for (const signature::Blob& blob : blobs_.blobs)
            if (blob.slot > 0 && blob.slot <= signature::slot_library_constraint && !bound.contains(blob.slot))
                add(Failure::signature_failed, fmt::format("{} is not sealed", signature::slot_name(blob.slot)), {},
                    blob.slot);
        // Without a seal nothing of a bundle is bound, and that is said of the seal.
        const bool has_seal =
            bound.contains(signature::slot_resource_directory) || !evidence_.resources.digests.empty();
        if (!evidence_.info_plist.path.empty() && !has_seal)
            return add(Failure::resources_not_found, "the bundle has no seal", {}, signature::slot_resource_directory);
        for (const auto& [slot, file] : {std::pair{signature::slot_info_plist, &evidence_.info_plist},
                                         std::pair{signature::slot_resource_directory, &evidence_.resources}})
            if (!file->digests.empty() && !bound.contains(slot))
                add(failure_of(slot), fmt::format("{} is not sealed", signature::slot_name(slot)), file->path, slot);
    }

    const Directory* preferred_directory() const {
        const std::size_t index = parsed_.preferred_directory();
        return &directories_[std::min(index, directories_.size() - 1)];
    }

    void check_pages() {
        check_extent();
        if (evidence_.pages.empty() && evidence_.code_size == 0) return; // no code, and Info.plist has a slot
        for (std::size_t i = 0; i < directories_.size(); ++i) {
            if (i >= evidence_.pages.size()) {
                add(Failure::signature_unsupported, "the signature has more code directories than macOS reads");
                return;
            }
            check_pages(directories_[i], evidence_.pages[i]);
        }
    }

    /// Nothing may stand behind the signature, which ends the slice, and nothing behind the last slice
    /// (MachO::validateStructure and Universal's constructor, macho++.cpp). No page hash covers it, so it may have been
    /// added.
    void check_extent() {
        const auto& range = evidence_.slice.code.signature_range;
        if (range && range->offset + range->size < evidence_.slice.code.size)
            add(Failure::bad_main_executable, "data behind the signature", code_file());
        std::uint64_t end = 0;
        for (const bundle::CodeSlice& slice : evidence_.item.slices)
            end = std::max(end, slice.code.offset + slice.code.size);
        if (end < evidence_.code_size) add(Failure::bad_main_executable, "data behind the last slice", code_file());
    }

    std::string code_file() const {
        return evidence_.item.executable == "." ? std::string() : evidence_.item.executable;
    }

    void check_pages(const Directory& directory, const PageJob& job) {
        const CodeDirectory& fields = directory.fields;
        const auto& range = evidence_.slice.code.signature_range;
        if (range && fields.code_limit != range->offset)
            add(fields.code_limit > range->offset ? Failure::signature_failed : Failure::bad_main_executable,
                "the page hashes do not end where the signature begins");
        if (fields.page_size != 0 && fields.page_size != job.page_size)
            return add(Failure::signature_unsupported, fmt::format("pages of {} bytes", fields.page_size));
        const std::uint64_t pages = job.pages();
        const std::size_t whole = digest_size(job.algorithm);
        // Also where the code became another one since it was scanned: what was hashed goes by that.
        if (fields.code_slots != pages || job.digests.size() < pages * whole) {
            add(Failure::signature_failed, "the page hashes are not those of as much code", code_file());
            return;
        }
        std::uint64_t wrong = 0, first = 0;
        for (std::uint64_t page = 0; page < pages; ++page) {
            const auto recorded =
                nei::slice(directory.blob, fields.hashes_offset + page * fields.hash_size, fields.hash_size);
            const ByteView actual = ByteView(job.digests).subspan(page * whole, whole);
            if (recorded && same_hash(actual, *recorded)) continue;
            if (wrong++ == 0) first = page;
        }
        if (wrong == 0) return;
        const std::string& architecture = evidence_.slice.code.architecture;
        const std::string of = architecture.empty() ? "code" : fmt::format("{} slice", architecture);
        add(Failure::signature_failed,
            wrong == 1 ? fmt::format("page {} of the {} modified", first, of)
                       : fmt::format("{} pages of the {} modified, the first is page {}", wrong, of, first),
            code_file());
    }

    void check_chain() {
        if (!parsed_.signer) return;
        std::vector<signature::CertificatePointer> known = parsed_.certificates;
        for (const auto* roots : {&evidence_.anchors.trust().apple_roots(), &evidence_.anchors.trust().given_roots()})
            known.insert(known.end(), roots->begin(), roots->end());
        findings_.chain = signature::order_chain(parsed_.signer, known);
        findings_.integrity.chain = chain_state(evidence_.anchors.of(parsed_.signer, parsed_.certificates));
        const ChainState state = findings_.integrity.chain;
        if (state != ChainState::apple && state != ChainState::given_root)
            add(Failure::not_trusted, state == ChainState::self_signed ? "the certificate signed itself"
                                                                       : "the chain leads to no trusted root");
        else if (!may_sign_code(*parsed_.signer))
            add(Failure::not_trusted, "the certificate is not for signing code");
        else
            check_team(*parsed_.signer);
    }

    static bool may_sign_code(const signature::Certificate& signer) {
        const auto& usage = signer.extended_key_usage;
        const auto has = [&](std::string_view oid) { return std::ranges::find(usage, oid) != usage.end(); };
        return usage.empty() || has(code_signing_usage) || has(any_usage);
    }

    /// Of code by a developer the team in the code directory is the signer's. What Apple signed for the App Store names
    /// the developer's team and is by a certificate of Apple's own (StaticCode.cpp).
    void check_team(const signature::Certificate& signer) {
        using enum signature::SignerClass;
        const auto of_developer = {developer_id_application, development, distribution};
        if (std::ranges::find(of_developer, parsed_.signer_class) == of_developer.end()) return;
        const std::optional<std::string>& team = directories_.front().fields.team_id;
        if (team && !signer.organizational_unit.empty() && *team != signer.organizational_unit)
            add(Failure::bad_team_identifier, "the team is not that of the certificate");
    }

    void check_requirement() {
        const signature::RequirementSetEntry* designated = nullptr;
        for (const signature::RequirementSetEntry& entry : parsed_.requirements)
            if (entry.type == static_cast<std::uint32_t>(signature::RequirementType::designated)) designated = &entry;
        if (designated == nullptr) {
            findings_.integrity.designated_requirement_satisfied = Truth::yes; // macOS makes it from this very code
            return;
        }
        const CodeDirectory& primary = directories_.front().fields;
        RequirementSubject subject{.identifier = primary.identifier,
                                   .cdhashes = findings_.cdhashes,
                                   .info_plist = evidence_.item.info_plist ? &*evidence_.item.info_plist : nullptr,
                                   .entitlements = parsed_.entitlements ? &parsed_.entitlements->effective() : nullptr,
                                   .chain = findings_.chain,
                                   // Roots that were given stand for Apple's: a forged example keeps its promises.
                                   .apple_anchor = findings_.integrity.chain == ChainState::apple ||
                                                   findings_.integrity.chain == ChainState::given_root,
                                   .platform = primary.platform,
                                   .notarized = std::nullopt};
        const auto truth = evaluate(designated->requirement, subject);
        if (!truth)
            add(Failure::requirement_unsupported, "the designated requirement cannot be evaluated");
        else if (*truth == Truth::no && subject.apple_anchor) // else the signer is the cause, and is named already
            add(Failure::requirement_failed, "the code does not satisfy its own designated requirement");
        if (truth) findings_.integrity.designated_requirement_satisfied = *truth;
    }

    const SliceEvidence& evidence_;
    signature::CertificateCache& certificates_;
    SuperBlob blobs_;
    signature::Signature parsed_;
    std::vector<Directory> directories_;
    bool malformed_ = false; ///< one of them
    SliceFindings findings_;
};

} // namespace

ChainState chain_state(signature::ChainAnchor anchor) {
    switch (anchor) {
    case signature::ChainAnchor::apple: return ChainState::apple;
    case signature::ChainAnchor::given_root: return ChainState::given_root;
    case signature::ChainAnchor::self_signed: return ChainState::self_signed;
    case signature::ChainAnchor::unknown: return ChainState::untrusted;
    }
    return ChainState::untrusted;
}

SliceFindings check_slice(const SliceEvidence& evidence, signature::CertificateCache& certificates) {
    return SliceCheck(evidence, certificates).run();
}

} // namespace nei::verify
