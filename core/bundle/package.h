// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signature/package_signature.h"
#include "core/source/file_tree.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace nei::bundle {

/// A text that Installer runs, or that comes along for those that it runs. Only ever shown.
struct PackageScript {
    /// `preinstall` and `postinstall` are started by Installer, as an administrator; `helper` lies beside them;
    /// `distribution` is JavaScript inside the Distribution file, which decides what can be installed where.
    enum class Role { preinstall, postinstall, helper, distribution } role = Role::helper;
    std::string path{};        ///< in the tree
    std::uint64_t bytes = 0;   ///< of the whole file
    std::string text{};        ///< its start, as far as limits::script_bytes; empty where it is no text
    bool is_text = false;      ///< false also where it could not be read
    bool is_shortened = false; ///< `text` is not all of it
};
std::string_view slug(PackageScript::Role role);

/// A bundle that PackageInfo names as part of the payload.
struct PackageBundle {
    std::string path, identifier, version; ///< path as Installer takes it, from the place of installation
    bool operator==(const PackageBundle&) const = default;
};

enum class PayloadState {
    opened,   ///< its files are in the tree
    not_read, ///< it is there, in a form that could not be opened
    missing,  ///< the component has none; it only runs scripts
};
std::string_view slug(PayloadState state);

/// What is installed as one: a payload with the scripts that run before and after it is written.
struct PackageComponent {
    std::string path;                ///< folder that holds its PackageInfo, in the tree: "." or "Foo.pkg"
    std::string identifier, version; ///< empty where PackageInfo does not name them
    std::string install_location;    ///< where the payload is written to: "/" unless PackageInfo says otherwise
    PayloadState payload_state = PayloadState::missing;
    std::string payload; ///< folder of its files in the tree, "Foo.pkg/Payload!"; empty if not opened
    std::optional<std::uint64_t> files, installed_kilobytes; ///< what PackageInfo promises
    std::vector<PackageBundle> bundles;
    std::vector<PackageScript> scripts; ///< those that Installer starts first, then by path
};

/// A flat installer package (.pkg).
struct InstallerPackage {
    std::string path;        ///< folder of its files in the tree: "." or "inner.pkg!"
    std::string name;        ///< file name of the package
    bool is_product = false; ///< has a Distribution that says how its components are chosen; else is one component
    std::string title;       ///< as Distribution says, which may be a key of its translations
    std::string product_identifier, product_version;
    std::vector<std::string> architectures;   ///< hostArchitectures of a product; empty where it does not say
    std::vector<PackageComponent> components; ///< by path
    std::vector<PackageScript> scripts;       ///< of the Distribution
    DigestAlgorithm checksum_algorithm = DigestAlgorithm::sha1;
    Bytes checksum;                                       ///< of the table of contents; what is signed
    bool checksum_is_right = false;                       ///< the table has this checksum
    std::optional<signature::PackageSignature> signature; ///< absent where it is not signed
    std::optional<signature::Ticket> ticket;              ///< stapled
    bool ticket_lists_package = false;
};

/// Reads what each installer package of the source says of itself. What cannot be read is a problem and leaves its
/// place empty.
std::vector<InstallerPackage> read_packages(const source::FileTree& tree, signature::CertificateCache& certificates,
                                            const signature::TrustStore& trust, Problems& problems,
                                            const std::stop_token& stop = {});

} // namespace nei::bundle
