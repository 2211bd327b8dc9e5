// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/profile_command.h"

#include "app/cli/documents.h"
#include "app/cli/help.h"
#include "core/base/limits.h"
#include "core/profile/profile.h"
#include "core/source/open.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

namespace nei::cli {
namespace {

/// The one file that was named; a folder or an archive is something for `inspect`.
Outcome<Bytes> profile_bytes(const source::FileTree& tree, const std::string& path) {
    const bool is_file = tree.kind() == source::SourceKind::profile || tree.kind() == source::SourceKind::mach_o;
    if (!is_file || tree.entries().size() != 1)
        return std::unexpected(Failure{
            {ErrorCode::unsupported, fmt::format("{0} is no provisioning profile; `neinspect inspect {0}` shows the "
                                                 "profiles of a bundle.",
                                                 path)},
            exit_unreadable});
    auto bytes = source::read_all(tree, 0, limits::profile_bytes);
    if (!bytes) return std::unexpected(Failure{bytes.error()});
    return *std::move(bytes);
}

Outcome<std::string> show(const std::string& path, const Setting& setting, const TaskControl& control) {
    const auto tree = source::open(path, control);
    if (!tree) return std::unexpected(Failure{tree.error()});
    const auto bytes = profile_bytes(**tree, path);
    if (!bytes) return std::unexpected(bytes.error());
    signature::CertificateCache certificates;
    auto profile = profile::parse_profile(*bytes, certificates, setting.trust);
    if (!profile)
        return std::unexpected(
            Failure{{profile.error().code, fmt::format("{}: {}", (*tree)->name(), profile.error().message)}});
    const bundle::SourceInfo source{(*tree)->name(), source::SourceKind::profile, (*tree)->bytes(), 1};
    if (setting.format == Format::text) return report::profile_text(source, *profile, setting.style);
    return report::profile_json(source, *profile, setting.layout());
}

} // namespace

void add_profile_command(CLI::App& app, int& exit_code) {
    auto options = std::make_shared<DocumentOptions>();
    CLI::App* command = app.add_subcommand("profile");
    use_help(*command, profile_help());
    add_document_options(*command, "FILE", *options);
    command->callback([options, &exit_code] { exit_code = run_documents("profile", *options, show); });
}

} // namespace nei::cli
