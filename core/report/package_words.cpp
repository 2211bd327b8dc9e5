// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/package_words.h"

#include "core/base/text.h"

#include <fmt/format.h>

namespace nei::report {

std::string package_kind_words(const bundle::InstallerPackage& package) {
    if (!package.is_product && package.components.size() == 1) return "Installer package, one component";
    return fmt::format("Installer package, {}{}", package.is_product ? "product of " : "",
                       counted(package.components.size(), "component", "components"));
}

namespace {

std::string_view chain_clause(signature::ChainAnchor chain) {
    switch (chain) {
    case signature::ChainAnchor::apple: return "its chain leads to Apple";
    case signature::ChainAnchor::given_root: return "its chain leads to a root given with it, not to Apple";
    case signature::ChainAnchor::self_signed: return "but by a self-signed certificate, not one of Apple's";
    case signature::ChainAnchor::unknown: return "but its chain does not lead to Apple";
    }
    return "";
}

} // namespace

PackageVerdict package_verdict(const bundle::InstallerPackage& package) {
    if (!package.signature) return {Mark::neutral, "not signed"};
    if (!package.checksum_is_right)
        return {Mark::bad, "Changed after signing: the table of contents does not have the checksum that is signed."};
    const signature::PackageSignature& signature = *package.signature;
    if (!signature.signature_is_right) return {Mark::bad, signature.problem};
    return {signature.chain == signature::ChainAnchor::apple ? Mark::good : Mark::neutral,
            fmt::format("intact, {}", chain_clause(signature.chain))};
}

std::string package_ticket_words(const bundle::InstallerPackage& package) {
    if (!package.ticket) return "no ticket stapled";
    const std::size_t hashes = package.ticket->entries.size() - (package.ticket_lists_package ? 1 : 0);
    if (package.ticket->entries.empty())
        return package.ticket_lists_package ? "stapled, names this package" : "stapled, but does not name this package";
    return fmt::format("stapled, {} and {}",
                       package.ticket_lists_package ? "names this package" : "does not name this package",
                       counted(hashes, "cdhash", "cdhashes"));
}

std::string payload_words(const bundle::PackageComponent& component) {
    switch (component.payload_state) {
    case bundle::PayloadState::opened: return "opened";
    case bundle::PayloadState::not_read: return "not read";
    case bundle::PayloadState::missing: return "none: the component only runs scripts";
    }
    return "none";
}

std::string_view script_role_words(bundle::PackageScript::Role role) {
    switch (role) {
    case bundle::PackageScript::Role::preinstall: return "Installer runs it before it writes the payload";
    case bundle::PackageScript::Role::postinstall: return "Installer runs it after it wrote the payload";
    case bundle::PackageScript::Role::helper: return "lies beside the scripts that Installer runs";
    case bundle::PackageScript::Role::distribution: return "JavaScript by which Installer decides what to install";
    }
    return "";
}

} // namespace nei::report
