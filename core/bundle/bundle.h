// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/package.h"
#include "core/macho/macho.h"
#include "core/ne/knowledge.h"
#include "core/profile/authorisation.h"
#include "core/profile/profile.h"
#include "core/signature/code_pages.h"
#include "core/signature/resource_seal.h"
#include "core/signature/signature.h"
#include "core/signature/ticket.h"
#include "core/source/file_tree.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

/// A bundle as a tree of code items: the value that the window, the command line, rules and comparison look at.
namespace nei::bundle {

enum class ItemKind {
    app,
    app_extension,
    system_extension,
    driver_extension,
    kernel_extension,
    framework,
    xpc_service,
    login_item,
    plug_in,
    watch_app,
    app_clip,
    bundle,
    library,
    executable,
    object,
    debug_symbols,
    profile,
};
std::string_view slug(ItemKind kind);
/// "App extension", "System extension", ...: as people say it.
std::string_view display_name(ItemKind kind);

/// A Mach-O slice with what its signature says; unsigned where `signature` is absent.
struct CodeSlice {
    macho::Slice code; ///< without the signature's bytes
    /// For each of code.libraries: the path in this source where it resolves to, or empty.
    std::vector<std::string> library_targets;
    std::optional<signature::Signature> signature;
    signature::CodePages pages{}; ///< empty where unsigned

    /// Whether it says that it is signed, and the signature could not be read: then nobody knows by whom.
    bool has_unreadable_signature() const { return code.signature_range && !signature; }
};

struct ProviderPoint {
    std::string identifier;      ///< extension point, known or not
    std::string principal_class; ///< empty where none is named
    bool operator==(const ProviderPoint&) const = default;
};

/// How an extension registers itself. Also there for extensions that are no Network Extension provider.
struct Provider {
    ne::Packaging packaging = ne::Packaging::app_extension;
    enum class Style { ns_extension, extension_kit, ne_provider_classes } style = Style::ns_extension;
    std::vector<ProviderPoint> extension_points;
    std::optional<std::string> mach_service_name; ///< NEMachServiceName

    /// Whether one of the points is a Network Extension's.
    bool is_network_extension() const;
};
std::string_view slug(Provider::Style style);

/// Anything in a bundle that is code or signed in its own right, and lone profiles.
struct CodeItem {
    std::string path;                  ///< in the source; "." where the source itself is the item
    std::string root;                  ///< path of the outermost item that holds it; its own where it is that
    std::string path_in_root;          ///< "." for the root itself
    std::optional<std::size_t> parent; ///< index in Bundle::items
    ItemKind kind = ItemKind::bundle;
    std::string name;                                             ///< last part of the path; name of the source for "."
    std::optional<std::string> bundle_identifier, version, build; ///< version: CFBundleShortVersionString
    std::string executable;                  ///< path of the main executable, "" where there is none
    bool executable_missing = false;         ///< Info.plist names one that is not there
    std::optional<unsigned> executable_mode; ///< permission bits
    /// Folder that the seal's paths start from: "X.app/Contents", "X.framework/Versions/A", a flat bundle itself.
    std::string contents;
    std::optional<plist::Value> info_plist;
    std::optional<Provider> provider;
    std::vector<CodeSlice> slices;
    /// Signature of a bundle without Mach-O, from files in `_CodeSignature/`.
    std::shared_ptr<const signature::Signature> detached_signature; ///< null where there is none
    std::optional<profile::Profile> profile;
    std::string profile_path; ///< "" where there is none
    std::vector<profile::Authorisation> authorisation;
    std::optional<signature::Ticket> ticket;
    std::optional<signature::SealSummary> seal;

    ne::PlatformFamily platform_family() const;
    /// The slice whose signature stands for the item in short views: the first one, arm64 preferred.
    const CodeSlice* main_slice() const;
    /// Signature of main_slice(), else the detached one; null where unsigned.
    const signature::Signature* main_signature() const;
};

struct SourceInfo {
    std::string name;
    source::SourceKind kind = source::SourceKind::folder;
    std::uint64_t bytes = 0;
    std::size_t files = 0;
};

/// Immutable once scanned.
struct Bundle {
    SourceInfo source;
    std::vector<CodeItem> items;            ///< parents first, then by path
    std::vector<InstallerPackage> packages; ///< the source itself, or archives in it
    Problems problems;
    bool given_roots = false;    ///< judged with roots beside Apple's
    bool structure_only = false; ///< code and signatures are still to be read: ScanOptions::structure

    const CodeItem* find(std::string_view path) const;
};

} // namespace nei::bundle
