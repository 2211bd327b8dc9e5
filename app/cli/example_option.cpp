// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/example_option.h"

#include "app/cli/program.h"
#include "core/bundle/examples.h"

#include <fmt/ranges.h>

namespace nei::cli {

std::optional<int> take_example(DocumentOptions& options, const std::string& name, std::string_view command) {
    if (name.empty()) return std::nullopt;
    if (!options.paths.empty()) return wrong_usage("--example NAME stands in place of a path.", command);
    const bundle::Example* example = bundle::find_example(name);
    if (!example) {
        std::vector<std::string> names;
        for (const bundle::Example& known : bundle::examples()) names.push_back(known.name);
        return wrong_usage(fmt::format("There is no example {}; there are {}.", name, fmt::join(names, ", ")), command);
    }
    const auto library = bundle::ExampleLibrary::find(bundle::example_folders(program_folder(), named_examples()));
    if (!library) {
        write_error("The examples were not found beside this program; NEI_EXAMPLES may name their folder.");
        return exit_unreadable;
    }
    options.paths = {library->path(*example).string()};
    options.trust_roots.push_back(library->root_certificates().string());
    return std::nullopt;
}

} // namespace nei::cli
