// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "core/base/error.h"
#include "core/report/inspect.h"
#include "core/signature/trust.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

/// What commands that print one document for each path have in common.
namespace nei::cli {

enum class Format { text, json, jsonl, codesign, sarif };
/// As --format takes it.
std::string_view slug(Format format);

/// Options of every such command, as they stand on the command line.
struct DocumentOptions {
    std::vector<std::string> paths; ///< "-": paths are listed on standard input
    std::string format = "text", colour = "auto";
    std::vector<std::string> trust_roots;
    bool all = false;
    std::vector<Format> own_formats{}; ///< that the command has beside text, json and jsonl; not for its user to say
};

/// The options after they were checked.
struct Setting {
    std::vector<std::string> paths;
    Format format = Format::text;
    report::TextStyle style;
    signature::TrustStore trust = signature::TrustStore::apple();

    report::JsonLayout layout() const {
        return format == Format::jsonl ? report::JsonLayout::line : report::JsonLayout::indented;
    }
};

/// Why there is no document, and what the program ends with.
struct Failure {
    Error error;
    int exit_code = exit_unreadable;
};
template <class T>
using Outcome = std::expected<T, Failure>;

/// What is printed for one path, and what the program ends with for it.
struct Document {
    Document(std::string printed, int ends_with = exit_done) : text(std::move(printed)), exit_code(ends_with) {}
    std::string text;
    int exit_code;
};

/// Makes the document of one path.
using DocumentMaker = std::function<Outcome<Document>(const std::string& path, const Setting&, const TaskControl&)>;

/// Adds the options above to a command; `paths_name` is what its help calls the paths.
void add_document_options(CLI::App& command, const std::string& paths_name, DocumentOptions& options);

/// Checks the options of the command called `name`, then prints the document of each path in the order given, as soon
/// as it is made: nothing is kept, however many they are. The exit code: the worst of them counts.
int run_documents(std::string_view name, const DocumentOptions& options, const DocumentMaker& make);

/// Says what went wrong and how to learn more, and returns exit_usage.
int wrong_usage(std::string_view sentence, std::string_view command);

} // namespace nei::cli
