// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/examples.h"

#include "core/signature/trust_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <nei_data_embedded.h>

namespace nei::bundle {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view root_file = "forged-root.pem";

std::vector<Example> read_examples() {
    std::vector<Example> examples;
    const auto document = nlohmann::json::parse(nei_data::examples_json());
    for (const auto& row : document.at("examples")) {
        const auto text = [&](const char* key) { return row.at(key).get<std::string>(); };
        examples.push_back({text("name"), text("title"), text("sentence"), text("icon"), text("path")});
    }
    return examples;
}

} // namespace

const std::vector<Example>& examples() {
    static const std::vector<Example> all = read_examples();
    return all;
}

const Example* find_example(std::string_view name) {
    const auto found = std::ranges::find(examples(), name, &Example::name);
    return found == examples().end() ? nullptr : &*found;
}

std::vector<fs::path> example_folders(const fs::path& program_folder, const fs::path& named) {
    if (!named.empty()) return {named};
    return {program_folder / "examples", program_folder.parent_path() / "share/ne-inspector/examples",
            program_folder.parent_path() / "Resources/examples"};
}

std::optional<ExampleLibrary> ExampleLibrary::find(std::span<const fs::path> folders) {
    std::error_code ignored;
    const auto found =
        std::ranges::find_if(folders, [&](const fs::path& folder) { return fs::exists(folder / root_file, ignored); });
    return found == folders.end() ? std::nullopt : std::optional(ExampleLibrary(*found));
}

fs::path ExampleLibrary::root_certificates() const {
    return folder_ / root_file;
}

Result<signature::TrustStore> ExampleLibrary::trust(signature::TrustStore trust) const {
    if (const auto added = signature::add_trust_file(trust, root_certificates()); !added)
        return fail(added.error().code,
                    fmt::format("The certificates of the examples cannot be read. {}", added.error().message));
    return trust;
}

std::optional<std::uint64_t> ExampleLibrary::size(const Example& example) const {
    std::error_code error;
    if (!fs::exists(path(example), error)) return std::nullopt;
    std::uint64_t bytes = 0;
    for (fs::recursive_directory_iterator at(path(example), error), end; !error && at != end; at.increment(error))
        if (std::error_code unread; at->is_regular_file(unread) && !at->is_symlink(unread)) {
            const std::uint64_t size = at->file_size(unread);
            if (!unread) bytes += size;
        }
    return bytes;
}

} // namespace nei::bundle
