// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_parts.h"

namespace nei::report {
namespace {

std::string_view checksum_name(DigestAlgorithm algorithm) {
    switch (algorithm) {
    case DigestAlgorithm::sha1: return "sha1";
    case DigestAlgorithm::sha256: return "sha256";
    case DigestAlgorithm::sha384: return "sha384";
    case DigestAlgorithm::sha512: return "sha512";
    }
    return "sha1";
}

void write_signer(JsonWriter& json, const signature::PackageSignature& signature) {
    if (!signature.signer) return json.member("signer", nullptr);
    json.object("signer", [&] {
        json.member("class", slug(signature.signer_class));
        json.member("common_name", or_null(signature.signer->common_name));
        json.member("team_id", or_null(signature.team_id()));
    });
}

} // namespace

void write(JsonWriter& json, const signature::PackageSignatureCheck& check) {
    json.object([&] {
        json.member("intact", check.is_right);
        json.member("problem", or_null(check.problem));
        json.member("style", slug(check.style));
    });
}

void write(JsonWriter& json, const signature::PackageSignature& signature) {
    json.object([&] {
        write_certificates(json, signature.certificates);
        json.member("chain", slug(signature.chain));
        json.member("checks", signature.checks);
        json.member("intact", signature.signature_is_right);
        json.member("problem", or_null(signature.problem));
        write_signer(json, signature);
        json.member("signing_time", signature.signing_time);
        json.member("timestamp", signature.timestamp);
        json.member("timestamp_authority", or_null(signature.timestamp_authority));
    });
}

void write(JsonWriter& json, const bundle::PackageScript& script) {
    json.object([&] {
        json.member("bytes", script.bytes);
        json.member("path", script.path);
        json.member("role", slug(script.role));
        json.member("shortened", script.is_shortened);
        json.member("text", or_null(script.text));
    });
}

void write(JsonWriter& json, const bundle::PackageBundle& named) {
    json.object([&] {
        json.member("identifier", or_null(named.identifier));
        json.member("path", or_null(named.path));
        json.member("version", or_null(named.version));
    });
}

void write(JsonWriter& json, const bundle::PackageComponent& component) {
    json.object([&] {
        json.member("bundles", component.bundles);
        json.member("identifier", or_null(component.identifier));
        json.member("install_location", or_null(component.install_location));
        json.member("path", component.path);
        json.object("payload", [&] {
            json.member("files", component.files);
            json.member("installed_kilobytes", component.installed_kilobytes);
            json.member("path", or_null(component.payload));
            json.member("state", slug(component.payload_state));
        });
        json.member("scripts", component.scripts);
        json.member("version", or_null(component.version));
    });
}

void write(JsonWriter& json, const bundle::InstallerPackage& package) {
    json.object([&] {
        json.member("architectures", package.architectures);
        json.object("checksum", [&] {
            json.member("algorithm", checksum_name(package.checksum_algorithm));
            json.member("intact", package.checksum_is_right);
            json.member("value", or_null(to_hex(package.checksum)));
        });
        json.member("components", package.components);
        json.member("kind", package.is_product ? "product" : "component");
        json.member("name", package.name);
        json.member("path", package.path);
        json.member("product_identifier", or_null(package.product_identifier));
        json.member("product_version", or_null(package.product_version));
        json.member("scripts", package.scripts);
        json.member("signature", package.signature);
        json.member("ticket", package.ticket);
        json.member("ticket_lists_package", package.ticket_lists_package);
        json.member("title", or_null(package.title));
    });
}

} // namespace nei::report
