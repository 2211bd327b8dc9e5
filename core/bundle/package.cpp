// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/package.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/bundle/package_info.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>

namespace nei::bundle {
namespace {

using source::Entry;
using source::EntryKind;
using source::file_name;
using source::join;
using source::parent_path;

/// Behind the name of what is packed, the path of what is in it.
constexpr std::string_view packed_payload = "Payload!", packed_scripts = "Scripts!";

std::string place_of(std::string_view folder) {
    return folder.empty() ? "." : std::string(folder);
}

/// A component while its files are being read.
struct Component {
    std::string folder; ///< in the tree; "" at the top
    PackageComponent facts;
    std::optional<std::size_t> info;
    std::vector<std::size_t> scripts;
};

struct Package {
    InstallerPackage facts;
    std::optional<std::size_t> distribution;
    std::vector<Component> components;
};

/// Reads all files of all packages in one pass: sources that can only be streamed are unpacked once.
class PackageReader {
public:
    PackageReader(const source::FileTree& tree, signature::CertificateCache& certificates,
                  const signature::TrustStore& trust, Problems& problems)
        : tree_(tree), certificates_(certificates), trust_(trust), problems_(problems) {}

    std::vector<InstallerPackage> read(const std::stop_token& stop) {
        for (const source::PackageSource& package : tree_.packages()) packages_.push_back(begin(package));
        read_files(stop);
        std::vector<InstallerPackage> finished;
        for (Package& package : packages_) finished.push_back(finish(package));
        return finished;
    }

private:
    void problem(std::string code, std::string path, std::string message,
                 ProblemSeverity severity = ProblemSeverity::error) {
        problems_.push_back({std::move(code), std::move(path), std::move(message), severity});
    }

    void keep(const Problems& found, const std::string& path) {
        for (const Problem& each : found)
            problems_.push_back({each.code, each.path.empty() ? path : each.path, each.message, each.severity});
    }

    bool is_file(std::string_view path) const {
        const auto index = tree_.find(path);
        return index && tree_.entries()[*index].kind == EntryKind::file;
    }

    Package begin(const source::PackageSource& source) {
        Package package;
        package.facts.path = place_of(source.folder);
        std::string_view name = source.folder.empty() ? std::string_view(tree_.name()) : file_name(source.folder);
        if (!source.folder.empty() && name.ends_with('!')) name.remove_suffix(1);
        package.facts.name = std::string(name);
        take_signature(source, package.facts);
        if (const std::string path = join(source.folder, "Distribution"); is_file(path)) {
            package.facts.is_product = true;
            package.distribution = tree_.find(path);
        }
        find_components(source.folder, package);
        return package;
    }

    void take_signature(const source::PackageSource& source, InstallerPackage& facts) {
        facts.checksum_algorithm = source.checksum_algorithm;
        facts.checksum = source.checksum;
        facts.checksum_is_right = source.checksum_is_right;
        facts.signature = signature::package_signature(source, certificates_, trust_);
        if (facts.signature) keep(facts.signature->problems, facts.path);
        if (!source.ticket) return;
        auto ticket = signature::parse_ticket(*source.ticket, certificates_);
        if (!ticket) return problem("ticket-unreadable", facts.path, ticket.error().message);
        keep(ticket->problems, facts.path);
        facts.ticket_lists_package = signature::ticket_lists_package(*ticket, source);
        facts.ticket = std::move(*ticket);
    }

    /// Each folder directly in the package with a PackageInfo, or the package itself. What is packed in a payload does
    /// not belong to it, even if it is called so.
    void find_components(const std::string& folder, Package& package) {
        if (is_file(join(folder, "PackageInfo"))) package.components.push_back(begin_component(folder));
        const auto [first, last] = tree_.below(folder);
        for (std::size_t i = first; i < last; ++i) {
            const Entry& entry = tree_.entries()[i];
            if (entry.kind != EntryKind::file || file_name(entry.path) != "PackageInfo") continue;
            const std::string_view component = parent_path(entry.path);
            if (component.empty() || component == folder || parent_path(component) != folder ||
                component.ends_with('!'))
                continue;
            if (package.components.size() == limits::package_components)
                return problem("package-components", package.facts.path,
                               fmt::format("`{}` has more than {} components; the rest is left out.",
                                           display_text(package.facts.name), limits::package_components));
            package.components.push_back(begin_component(std::string(component)));
        }
    }

    Component begin_component(const std::string& folder) {
        Component component;
        component.folder = folder;
        component.info = tree_.find(join(folder, "PackageInfo"));
        component.facts.path = place_of(folder);
        component.facts.install_location = "/";
        find_payload(component);
        const auto [first, last] = tree_.below(join(folder, packed_scripts));
        for (std::size_t i = first; i < last; ++i) {
            const Entry& entry = tree_.entries()[i];
            if (entry.kind != EntryKind::file || entry.apple_double) continue;
            if (component.scripts.size() == limits::package_scripts) {
                problem("package-scripts", component.facts.path,
                        fmt::format("The component has more than {} scripts; the rest is not shown.",
                                    limits::package_scripts),
                        ProblemSeverity::warning);
                break;
            }
            component.scripts.push_back(i);
        }
        return component;
    }

    void find_payload(Component& component) {
        const std::string opened = join(component.folder, packed_payload);
        const auto [first, last] = tree_.below(opened);
        if (first < last || tree_.find(opened)) {
            component.facts.payload_state = PayloadState::opened;
            component.facts.payload = opened;
        } else if (is_file(join(component.folder, "Payload"))) {
            component.facts.payload_state = PayloadState::not_read;
        }
    }

    // --- what is in the files ---

    void read_files(const std::stop_token& stop) {
        using Take = std::function<void(std::size_t entry, source::File& file)>;
        std::map<std::size_t, Take> wanted;
        for (Package& package : packages_) {
            if (package.distribution)
                wanted[*package.distribution] = [this, &package](std::size_t entry, source::File& file) {
                    if (const auto root = document(entry, file)) take_distribution(*root, package.facts);
                };
            for (Component& component : package.components) add_component(component, wanted);
        }
        if (wanted.empty()) return;
        std::vector<std::size_t> order;
        for (const auto& [entry, take] : wanted) order.push_back(entry);
        std::mutex mutex; // files may be visited by several threads; these are few and small
        const auto visitor = [&](std::size_t entry, Result<std::unique_ptr<source::File>> file) {
            const std::scoped_lock lock(mutex);
            if (file)
                wanted.at(entry)(entry, **file);
            else
                problems_.push_back(problem_from(file.error(), tree_.entries()[entry].path));
        };
        if (const auto done = tree_.visit(order, visitor, stop); !done)
            problems_.push_back(problem_from(done.error(), ""));
    }

    template <class Wanted>
    void add_component(Component& component, Wanted& wanted) {
        if (component.info)
            wanted[*component.info] = [this, &component](std::size_t entry, source::File& file) {
                const auto root = document(entry, file);
                if (!root) return;
                Problems found;
                take_package_info(*root, component.facts, found);
                keep(found, component.facts.path);
                started_[component.folder] = started_scripts(*root);
            };
        for (const std::size_t script : component.scripts)
            wanted[script] = [this, &component](std::size_t entry, source::File& file) {
                component.facts.scripts.push_back(read_script(entry, file));
            };
    }

    std::optional<source::XmlElement> document(std::size_t entry, source::File& file) {
        const std::string& path = tree_.entries()[entry].path;
        const std::string what = fmt::format("`{}`", display_text(path));
        Result<source::XmlElement> root =
            fail(ErrorCode::too_large, fmt::format("{} has {} bytes; {} are read at most.", what, grouped(file.size()),
                                                   grouped(limits::xml_bytes)));
        if (file.size() <= limits::xml_bytes) {
            const auto bytes = file.read(0, static_cast<std::size_t>(file.size()));
            root = bytes ? source::parse_xml(*bytes, what) : std::unexpected(bytes.error());
        }
        if (root) return std::move(*root);
        problem("package-info-unreadable", path, root.error().message);
        return std::nullopt;
    }

    PackageScript read_script(std::size_t entry, source::File& file) {
        PackageScript script{.path = tree_.entries()[entry].path, .bytes = file.size()};
        const std::size_t room = std::min(limits::script_bytes, limits::all_script_bytes - script_bytes_);
        const auto kept = static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), room));
        script_bytes_ += kept;
        const auto start = file.read(0, kept);
        if (start)
            take_script_text(*start, file.size(), script);
        else
            problems_.push_back(problem_from(start.error(), script.path));
        return script;
    }

    InstallerPackage finish(Package& package) {
        for (Component& component : package.components) {
            give_roles(component);
            package.facts.components.push_back(std::move(component.facts));
        }
        std::ranges::sort(package.facts.components, {}, &PackageComponent::path);
        return std::move(package.facts);
    }

    void give_roles(Component& component) {
        using enum PackageScript::Role;
        const StartedScripts started = started_[component.folder];
        const std::string folder = join(component.folder, packed_scripts);
        for (PackageScript& script : component.facts.scripts) {
            if (script.path == join(folder, started.preinstall)) script.role = preinstall;
            if (script.path == join(folder, started.postinstall)) script.role = postinstall;
        }
        std::ranges::sort(component.facts.scripts, {}, [](const PackageScript& script) {
            return std::pair(script.role, std::string_view(script.path));
        });
    }

    const source::FileTree& tree_;
    signature::CertificateCache& certificates_;
    const signature::TrustStore& trust_;
    Problems& problems_;
    std::vector<Package> packages_;
    std::map<std::string, StartedScripts> started_; ///< by folder of the component
    std::size_t script_bytes_ = 0;
};

} // namespace

std::string_view slug(PackageScript::Role role) {
    switch (role) {
    case PackageScript::Role::preinstall: return "preinstall";
    case PackageScript::Role::postinstall: return "postinstall";
    case PackageScript::Role::helper: return "helper";
    case PackageScript::Role::distribution: return "distribution";
    }
    return "helper";
}

std::string_view slug(PayloadState state) {
    switch (state) {
    case PayloadState::opened: return "opened";
    case PayloadState::not_read: return "not-read";
    case PayloadState::missing: return "missing";
    }
    return "missing";
}

std::vector<InstallerPackage> read_packages(const source::FileTree& tree, signature::CertificateCache& certificates,
                                            const signature::TrustStore& trust, Problems& problems,
                                            const std::stop_token& stop) {
    return PackageReader(tree, certificates, trust, problems).read(stop);
}

} // namespace nei::bundle
