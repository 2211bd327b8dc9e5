// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/signature.h"

#include "core/base/byte_reader.h"
#include "core/base/limits.h"
#include "core/plist/der.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace nei::signature {
namespace {

constexpr std::size_t blob_header_size = 8;

/// The parts of a signature, wherever they were stored.
struct Components {
    struct Directory {
        std::uint32_t slot = 0;
        ByteView blob;
    };
    std::vector<SlotEntry> slots;
    std::vector<Directory> directories;                              ///< primary first
    std::optional<ByteView> requirements;                            ///< whole blob
    std::optional<ByteView> entitlements_xml, entitlements_der, cms; ///< without header
    std::array<std::optional<ByteView>, 4> constraints;              ///< slots 8 to 11, without header
    Problems problems;
};

/// Turns components into a Signature; each step reads one of them and keeps what is wrong with it as a problem.
class SignatureReader {
public:
    SignatureReader(Components components, CertificateCache& certificates)
        : components_(std::move(components)), certificates_(certificates) {}

    Signature read(bool detached) {
        signature_.problems = std::move(components_.problems);
        signature_.slots = std::move(components_.slots);
        std::ranges::sort(signature_.slots, {},
                          [](const SlotEntry& entry) { return std::pair(entry.slot, entry.length); });
        read_directories();
        read_cms();
        signature_.kind = detached ? SignatureKind::detached : embedded_kind();
        read_requirements();
        if (components_.entitlements_xml || components_.entitlements_der) read_entitlements();
        read_constraints();
        return std::move(signature_);
    }

private:
    void note(std::string code, std::string message, ProblemSeverity severity = ProblemSeverity::error) {
        signature_.problems.push_back({std::move(code), "", std::move(message), severity});
    }

    void read_directories() {
        std::set<std::uint8_t> hash_types;
        for (const auto& [slot, blob] : components_.directories) {
            const std::string prefix = slot == slot_code_directory ? "" : slot_name(slot) + ": ";
            auto parsed = parse_code_directory(blob);
            if (!parsed) {
                note("code-directory-unreadable", prefix + parsed.error().message);
                continue;
            }
            for (Problem& problem : parsed->problems) {
                problem.message = prefix + problem.message;
                signature_.problems.push_back(std::move(problem));
            }
            if (!hash_types.insert(parsed->directory.hash_type).second)
                note("code-directory-repeated-hash-type",
                     fmt::format("Two code directories use {}; macOS refuses that.",
                                 hash_type_name(parsed->directory.hash_type)));
            signature_.code_directories.push_back(std::move(parsed->directory));
        }
        if (signature_.code_directories.empty()) {
            note("no-code-directory", "The signature has no readable code directory, so it signs nothing.");
            return;
        }
        signature_.identifier = signature_.code_directories.front().identifier;
        signature_.team_id = signature_.code_directories.front().team_id;
    }

    SignatureKind embedded_kind() const {
        if (signature_.cms_size > 0) return SignatureKind::cms;
        const bool by_linker = std::ranges::any_of(signature_.code_directories, [](const CodeDirectory& directory) {
            return (directory.flags & flag_linker_signed) != 0;
        });
        return by_linker ? SignatureKind::linker_signed : SignatureKind::ad_hoc;
    }

    void read_cms() {
        if (!components_.cms || components_.cms->empty()) return;
        signature_.cms_size = components_.cms->size();
        signature_.cms_digest = digest(DigestAlgorithm::sha256, *components_.cms);
        auto data = parse_signed_data(*components_.cms, certificates_);
        if (!data) {
            note("cms-unreadable", "The CMS signature cannot be read. " + data.error().message);
            return;
        }
        std::ranges::move(data->problems, std::back_inserter(signature_.problems));
        signature_.certificates = std::move(data->certificates);
        if (data->signers.empty()) {
            note("cms-without-signer", "The CMS signature names no signer that could be read.");
            return;
        }
        if (data->signers.size() > 1)
            note("cms-several-signers",
                 fmt::format("The CMS signature has {} signers; Apple's has one, and the first is shown.",
                             data->signers.size()),
                 ProblemSeverity::warning);
        take_signer(std::move(data->signers.front()));
    }

    void take_signer(SignerInfo signer) {
        signature_.signing_time = signer.signing_time;
        if (signer.timestamp) {
            signature_.timestamp = signer.timestamp->time;
            signature_.timestamp_authority = signer.timestamp->authority;
        }
        signature_.signer = signer.certificate;
        signature_.signer_info = std::make_shared<const SignerInfo>(std::move(signer));
        if (!signature_.signer) {
            note("cms-signer-certificate-missing",
                 "The CMS signature does not carry the certificate of its signer, so who signed is unknown.");
            return;
        }
        auto chain = order_chain(signature_.signer, signature_.certificates);
        signature_.signer_class = classify(chain);
        const auto in_chain = [&](const CertificatePointer& certificate) {
            return std::ranges::any_of(chain, [&](const auto& known) { return known->sha256 == certificate->sha256; });
        };
        for (CertificatePointer& certificate : signature_.certificates)
            if (!in_chain(certificate)) chain.push_back(std::move(certificate));
        signature_.certificates = std::move(chain);
    }

    void read_requirements() {
        bool designated_is_damaged = false;
        if (components_.requirements) {
            auto set = parse_requirement_set(*components_.requirements);
            if (set) {
                designated_is_damaged = !set->problems.empty();
                std::ranges::move(set->problems, std::back_inserter(signature_.problems));
                if (const auto* designated = set->find(RequirementType::designated))
                    signature_.designated_requirement = DesignatedRequirement{designated->text, true};
                signature_.requirements = std::move(set->entries);
            } else {
                designated_is_damaged = true;
                note("requirements-unreadable", "The requirements cannot be read. " + set.error().message);
            }
        }
        if (signature_.designated_requirement || designated_is_damaged) return;
        std::string implicit = implicit_designated_requirement(signature_);
        if (!implicit.empty()) signature_.designated_requirement = DesignatedRequirement{std::move(implicit), false};
    }

    void read_entitlements() {
        Entitlements entitlements = parse_entitlements(components_.entitlements_xml, components_.entitlements_der);
        signature_.problems.insert(signature_.problems.end(), entitlements.problems.begin(),
                                   entitlements.problems.end());
        signature_.entitlements = std::move(entitlements);
    }

    void read_constraints() {
        const std::array<std::optional<plist::Value>*, 4> targets{
            &signature_.constraints.self, &signature_.constraints.parent, &signature_.constraints.responsible,
            &signature_.constraints.library};
        for (std::size_t i = 0; i < targets.size(); ++i) {
            const auto& der = components_.constraints[i];
            if (!der) continue;
            const std::string name = slot_name(static_cast<std::uint32_t>(slot_launch_constraint_self + i));
            if (der->size() > limits::entitlement_bytes) {
                note("constraint-too-large", fmt::format("{}: {} bytes; more than {} are not read.", name, der->size(),
                                                         limits::entitlement_bytes));
                continue;
            }
            auto value = plist::parse_der_dictionary(*der);
            if (value)
                *targets[i] = std::move(*value);
            else
                note("constraint-malformed", name + " cannot be read. " + value.error().message);
        }
    }

    Components components_;
    CertificateCache& certificates_;
    Signature signature_;
};

std::uint32_t magic_of(ByteView bytes) {
    return ByteReader(bytes).u32();
}

/// Sorts blobs into components. macOS does not look at a component of another type than its slot has.
void take_blob(const Blob& blob, Components& components) {
    const auto payload_if = [&](std::uint32_t magic) -> std::optional<ByteView> {
        if (blob.magic == magic) return blob.payload;
        components.problems.push_back(
            {"signature-blob-type", "",
             fmt::format(
                 "{} is a blob of type {:08x} instead of {:08x}; macOS does not read it, nor does this program.",
                 slot_name(blob.slot), blob.magic, magic),
             ProblemSeverity::error});
        return std::nullopt;
    };
    switch (blob.slot) {
    case slot_requirements: components.requirements = blob.bytes; return;
    case slot_entitlements_xml: components.entitlements_xml = payload_if(magic_entitlements_xml); return;
    case slot_entitlements_der: components.entitlements_der = payload_if(magic_entitlements_der); return;
    case slot_launch_constraint_self:
    case slot_launch_constraint_parent:
    case slot_launch_constraint_responsible:
    case slot_library_constraint:
        components.constraints[blob.slot - slot_launch_constraint_self] = payload_if(magic_launch_constraint);
        return;
    case slot_cms_signature: components.cms = payload_if(magic_blob_wrapper); return;
    default: break;
    }
    if (blob.slot == slot_code_directory || is_alternate_code_directory(blob.slot))
        components.directories.push_back({blob.slot, blob.bytes});
}

Components components_of(SuperBlob&& container) {
    Components components;
    components.problems = std::move(container.problems);
    for (const Blob& blob : container.blobs) {
        components.slots.push_back({blob.slot, blob.magic, blob.bytes.size()});
        if (container.find(blob.slot) == &blob) take_blob(blob, components);
    }
    std::ranges::sort(components.directories, {}, &Components::Directory::slot);
    return components;
}

/// Detached components lie in files as whole blobs; where one is written without a header, it is taken as it is.
ByteView without_header(ByteView file, std::uint32_t magic) {
    return magic_of(file) == magic && file.size() >= blob_header_size ? file.subspan(blob_header_size) : file;
}

Signature with_path(Signature signature, const std::string& path) {
    for (Problem& problem : signature.problems) problem.path = path;
    if (signature.entitlements)
        for (Problem& problem : signature.entitlements->problems) problem.path = path;
    return signature;
}

} // namespace

std::string_view slug(SignatureKind kind) {
    switch (kind) {
    case SignatureKind::cms: return "cms";
    case SignatureKind::ad_hoc: return "ad-hoc";
    case SignatureKind::linker_signed: return "linker-signed";
    case SignatureKind::detached: return "detached";
    }
    return "unknown";
}

std::size_t Signature::preferred_directory() const {
    for (const int type : {4, 2, 3, 1}) {
        const auto found = std::ranges::find(code_directories, type, &CodeDirectory::hash_type);
        if (found != code_directories.end()) return static_cast<std::size_t>(found - code_directories.begin());
    }
    return 0;
}

std::optional<std::string> Signature::signer_team_id() const {
    if (!signer || signer->organizational_unit.empty()) return std::nullopt;
    return signer->organizational_unit;
}

Result<Signature> parse_signature(ByteView bytes, CertificateCache& certificates, const std::string& path) {
    if (bytes.size() > limits::signature_bytes)
        return fail(ErrorCode::too_large, fmt::format("The signature has {} bytes; more than {} are not read.",
                                                      bytes.size(), limits::signature_bytes));
    Components components;
    if (magic_of(bytes) == magic_code_directory) {
        // The kernel also takes a code directory without a container around it.
        components.slots.push_back({slot_code_directory, magic_code_directory, bytes.size()});
        components.directories.push_back({slot_code_directory, bytes});
    } else {
        auto container = parse_super_blob(bytes);
        if (!container) return std::unexpected(container.error());
        components = components_of(std::move(*container));
    }
    return with_path(SignatureReader(std::move(components), certificates).read(false), path);
}

void keep_what_is_shown(Signature& signature) {
    signature.signer_info.reset();
    for (RequirementSetEntry& entry : signature.requirements) entry.requirement = {};
}

Result<Signature> parse_detached(const DetachedComponents& files, CertificateCache& certificates,
                                 const std::string& path) {
    if (!files.code_directory)
        return fail(ErrorCode::not_found, "_CodeSignature has no file CodeDirectory, so the bundle is not signed.");
    Components components;
    const auto add_slot = [&](std::uint32_t slot, const Bytes& file) {
        components.slots.push_back({slot, magic_of(file), file.size()});
    };
    add_slot(slot_code_directory, *files.code_directory);
    components.directories.push_back({slot_code_directory, *files.code_directory});
    std::uint32_t slot = slot_alternate_code_directory;
    for (const Bytes& file : files.alternate_code_directories) {
        if (!is_alternate_code_directory(slot)) break;
        add_slot(slot, file);
        components.directories.push_back({slot, file});
        ++slot;
    }
    if (files.code_requirements) {
        add_slot(slot_requirements, *files.code_requirements);
        components.requirements = *files.code_requirements;
    }
    if (files.entitlements) {
        add_slot(slot_entitlements_xml, *files.entitlements);
        components.entitlements_xml = without_header(*files.entitlements, magic_entitlements_xml);
    }
    if (files.entitlements_der) {
        add_slot(slot_entitlements_der, *files.entitlements_der);
        components.entitlements_der = without_header(*files.entitlements_der, magic_entitlements_der);
    }
    if (files.code_signature && !files.code_signature->empty()) {
        add_slot(slot_cms_signature, *files.code_signature);
        components.cms = without_header(*files.code_signature, magic_blob_wrapper);
    }
    return with_path(SignatureReader(std::move(components), certificates).read(true), path);
}

} // namespace nei::signature
