// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/signature.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace nei::signature {
namespace {

// Content bytes of the DER object identifiers 1.2.840.113635.100.6.…
constexpr std::string_view oid_developer_relations = "\x2a\x86\x48\x86\xf7\x63\x64\x06\x02\x01";    // 2.1
constexpr std::string_view oid_developer_id_authority = "\x2a\x86\x48\x86\xf7\x63\x64\x06\x02\x06"; // 2.6
constexpr std::string_view oid_developer_id = "\x2a\x86\x48\x86\xf7\x63\x64\x06\x01\x0d";           // 1.13
constexpr std::string_view marker_developer_relations = "1.2.840.113635.100.6.2.1";
constexpr std::string_view marker_developer_id_authority = "1.2.840.113635.100.6.2.6";
constexpr std::string_view marker_developer_id = "1.2.840.113635.100.6.1.13";

RequirementExpression make(RequirementOperator operation) {
    RequirementExpression expression;
    expression.opcode = std::to_underlying(operation);
    return expression;
}

RequirementExpression with_value(RequirementOperator operation, ByteView value) {
    RequirementExpression expression = make(operation);
    expression.value = to_bytes(value);
    return expression;
}

RequirementExpression has_extension(std::int32_t certificate, std::string_view oid) {
    RequirementExpression expression = make(RequirementOperator::certificate_generic);
    expression.certificate = certificate;
    expression.key = to_bytes(as_bytes(oid));
    expression.match.operation = std::to_underlying(MatchOperator::exists);
    return expression;
}

RequirementExpression leaf_is(std::string_view key, std::string_view value) {
    RequirementExpression expression = make(RequirementOperator::certificate_field);
    expression.key = to_bytes(as_bytes(key));
    expression.match.operation = std::to_underlying(MatchOperator::equal);
    expression.match.value = to_bytes(as_bytes(value));
    return expression;
}

std::string joined(RequirementOperator operation, std::vector<RequirementExpression> operands) {
    Requirement requirement;
    if (operands.size() == 1) {
        requirement.expression = std::move(operands.front());
    } else {
        requirement.expression = make(operation);
        requirement.expression.operands = std::move(operands);
    }
    return to_text(requirement);
}

bool is_name_of_apple_root(std::string_view distinguished_name) {
    constexpr std::string_view common_name = "CN=Apple Root CA"; // and "CN=Apple Root CA - G2"
    if (!distinguished_name.starts_with(common_name)) return false;
    const std::string_view rest = distinguished_name.substr(common_name.size());
    return (rest.starts_with(',') || rest.starts_with(" - G")) && rest.find(",O=Apple Inc.,") != rest.npos;
}

/// The chain as macOS would build it: signers may leave the root out.
struct Chain {
    std::vector<CertificatePointer> certificates; ///< leaf first
    bool is_apples = false;
    std::size_t length = 0; ///< with a root that is not in the signature

    bool has(std::size_t index, std::string_view marker) const {
        return index < certificates.size() && certificates[index]->has_marker(marker);
    }
};

Chain chain_of(const Signature& signature) {
    Chain chain;
    chain.certificates = order_chain(signature.signer, signature.certificates);
    const Certificate& last = *chain.certificates.back();
    chain.is_apples = is_name_of_apple_root(last.issuer);
    chain.length = chain.certificates.size() + (chain.is_apples && !last.self_issued() ? 1 : 0);
    return chain;
}

/// The last certificate in a row from the leaf on that has the leaf's organisation; the root has a name of its own.
RequirementExpression organisation_anchor(const Chain& chain) {
    const auto& certificates = chain.certificates;
    const std::string& organisation = certificates.front()->organization;
    std::size_t index = 0;
    RequirementExpression expression = make(RequirementOperator::anchor_hash);
    if (!organisation.empty()) {
        while (index + 1 < certificates.size() && certificates[index + 1]->organization == organisation) ++index;
        expression.certificate = index + 1 == certificates.size() ? -1 : static_cast<std::int32_t>(index);
    }
    expression.value = from_hex(certificates[index]->sha1).value_or(Bytes{});
    return expression;
}

std::string for_ad_hoc(const Signature& signature) {
    std::vector<const CodeDirectory*> directories;
    for (const CodeDirectory& directory : signature.code_directories)
        if (!directory.cdhash_full.empty()) directories.push_back(&directory);
    if (directories.empty()) return {};
    std::ranges::sort(directories, {}, [](const CodeDirectory* one) { return std::pair(one->hash_type, one); });
    std::vector<RequirementExpression> hashes;
    for (const CodeDirectory* directory : directories)
        hashes.push_back(with_value(RequirementOperator::cdhash, directory->cdhash()));
    return joined(RequirementOperator::disjunction, std::move(hashes));
}

} // namespace

std::string implicit_designated_requirement(const Signature& signature) {
    if (!signature.signer) return signature.cms_size == 0 ? for_ad_hoc(signature) : std::string();
    const Chain chain = chain_of(signature);
    const Certificate& leaf = *signature.signer;
    std::vector<RequirementExpression> all{with_value(RequirementOperator::identifier, as_bytes(signature.identifier))};
    if (chain.is_apples && chain.length == 3 && chain.has(1, marker_developer_relations)) {
        all.push_back(make(RequirementOperator::apple_generic_anchor));
        all.push_back(leaf_is("subject.CN", leaf.common_name));
        all.push_back(has_extension(1, oid_developer_relations));
    } else if (chain.is_apples && chain.length == 3 && chain.has(1, marker_developer_id_authority) &&
               chain.has(0, marker_developer_id)) {
        all.push_back(make(RequirementOperator::apple_generic_anchor));
        all.push_back(has_extension(1, oid_developer_id_authority));
        all.push_back(has_extension(0, oid_developer_id));
        all.push_back(leaf_is("subject.OU", leaf.organizational_unit));
    } else if (chain.is_apples) {
        all.push_back(make(RequirementOperator::apple_anchor));
    } else {
        all.push_back(organisation_anchor(chain));
    }
    return joined(RequirementOperator::conjunction, std::move(all));
}

} // namespace nei::signature
