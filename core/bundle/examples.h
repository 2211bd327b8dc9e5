// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signature/trust.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The example bundles that come with the program. They are forged: signed by certificates that look like Apple's and
/// come from a root that nothing trusts by default.
namespace nei::bundle {

/// What is known of an example without opening it: a row of resources/examples/examples.json.
struct Example {
    std::string name;     ///< on the command line: "broken-seal"
    std::string title;    ///< "App that writes into its own bundle"
    std::string sentence; ///< what is special about it
    std::string icon;     ///< name of an icon of resources/icons
    std::string path;     ///< inside the library's folder
};

/// All of them, in the order in which they are shown. Part of the program, whether their files are there or not.
const std::vector<Example>& examples();

/// Null where no example has this name.
const Example* find_example(std::string_view name);

/// Where examples may lie beside a program in `program_folder`: `named` alone where it is not empty, else the folder of
/// a build, of an installation and of a macOS application, in this order.
std::vector<std::filesystem::path> example_folders(const std::filesystem::path& program_folder,
                                                   const std::filesystem::path& named = {});

/// A folder with the files of the examples.
class ExampleLibrary {
public:
    /// The first of `folders` that holds examples. Looks at the disk.
    static std::optional<ExampleLibrary> find(std::span<const std::filesystem::path> folders);

    std::filesystem::path path(const Example& example) const { return folder_ / example.path; }
    /// The forged root certificates that the examples are signed with (PEM).
    std::filesystem::path root_certificates() const;
    /// `trust` and the forged root: for the examples, and for nothing else.
    Result<signature::TrustStore> trust(signature::TrustStore trust) const;
    /// Bytes of all files of an example; nothing where it is not there. Looks at the disk.
    std::optional<std::uint64_t> size(const Example& example) const;

private:
    explicit ExampleLibrary(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::filesystem::path folder_;
};

} // namespace nei::bundle
