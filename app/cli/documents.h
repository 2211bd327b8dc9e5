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

/// What commands that print one document for each path have in common.
namespace nei::cli {

enum class Format { text, json, jsonl };

/// Options of every such command, as they stand on the command line.
struct DocumentOptions {
    std::vector<std::string> paths;
    std::string format = "text", colour = "auto";
    std::vector<std::string> trust_roots;
    bool all = false;
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

Outcome<Setting> check(const DocumentOptions& options);

/// Makes the document of one path.
using DocumentMaker = std::function<Outcome<std::string>(const std::string& path, const Setting&, const TaskControl&)>;

/// Prints the document of each path in the order given; the worst code counts.
int print_documents(const Setting& setting, const DocumentMaker& make);

/// Says what went wrong and how to learn more, and returns exit_usage.
int wrong_usage(std::string_view sentence, std::string_view command);

} // namespace nei::cli
