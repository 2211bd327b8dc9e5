// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/trust_file.h"
#include "ui/common/open_bundle.h"
#include "ui/window/main_window.h"
#include "ui/window/pictures.h"

#include <QApplication>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace {

constexpr int exit_unreadable = 2;

struct Options {
    std::vector<std::filesystem::path> paths;
    std::filesystem::path pictures;
    std::vector<std::filesystem::path> trusted_roots;
    std::vector<std::string> examples;
};

int refuse(const std::string& sentence) {
    std::fprintf(stderr, "ne-inspector: %s\n", sentence.c_str());
    return exit_unreadable;
}

nei::Result<nei::signature::TrustStore> trust_of(const Options& options) {
    nei::signature::TrustStore trust = nei::signature::TrustStore::apple();
    for (const std::filesystem::path& path : options.trusted_roots)
        if (const auto added = nei::signature::add_trust_file(trust, path); !added)
            return nei::fail(added.error().code, "--trust-root " + path.string() + ": " + added.error().message);
    return trust;
}

std::optional<nei::bundle::ExampleLibrary> find_examples() {
    const auto folder = nei::ui::to_path(QApplication::applicationDirPath());
    return nei::bundle::ExampleLibrary::find(
        nei::bundle::example_folders(folder, nei::ui::to_path(qEnvironmentVariable("NEI_EXAMPLES"))));
}

/// What is wrong with the examples that were named; empty where nothing is.
std::string wrong_example(const Options& options, bool found) {
    if (options.examples.empty()) return {};
    if (!found) return "The examples were not found beside this program; NEI_EXAMPLES may name their folder.";
    for (const std::string& name : options.examples)
        if (nei::bundle::find_example(name) == nullptr) return "There is no example " + name + ".";
    return {};
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App parser("NE Inspector: shows what a macOS or iOS bundle claims and what its profiles allow.");
    parser.add_option("path", options.paths, "Bundles, folders, archives, binaries or profiles; each opens in a tab");
    parser.add_option("--pictures", options.pictures, "Write every view as PNG into this folder and exit");
    parser
        .add_option("--trust-root", options.trusted_roots,
                    "Judge certificates by this root too, beside Apple's (PEM or DER)")
        ->expected(1)
        ->allow_extra_args(false) // what follows the file is a path to open
        ->take_all();
    parser
        .add_option("--example", options.examples,
                    "An example that comes with the program; Help, Examples names them all")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    parser.set_version_flag("--version", "ne-inspector " NEI_VERSION);

    // Help needs no display, so it comes before Qt.
    const auto asks_for_text = [](std::string_view argument) {
        return argument == "--help" || argument == "-h" || argument == "--version";
    };
    if (std::any_of(argv + 1, argv + argc, asks_for_text)) CLI11_PARSE(parser, argc, argv);

    // Qt takes its own options (-platform, -style) out first.
    const QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("NE Inspector"));
    QApplication::setApplicationVersion(QStringLiteral(NEI_VERSION));
    CLI11_PARSE(parser, argc, argv);

    auto trust = trust_of(options);
    if (!trust) return refuse(trust.error().message);
    nei::ui::Theme theme;
    nei::ui::Workers workers;
    const auto examples = find_examples();
    if (const std::string wrong = wrong_example(options, examples.has_value()); !wrong.empty()) return refuse(wrong);

    if (!options.pictures.empty()) { // of the same window for everybody: without the user's settings
        nei::ui::SystemDialogs dialogs;
        const nei::ui::Services services{theme,   workers, dialogs, nei::ui::bundle_opener(std::move(*trust)),
                                         nullptr, examples};
        const auto taken = nei::ui::write_pictures(options.pictures, options.paths, options.examples, services);
        if (!taken) return refuse(taken.error().message);
        std::printf("%d pictures in %s\n", *taken, options.pictures.c_str());
        return 0;
    }
    nei::ui::Settings settings;
    nei::ui::SystemDialogs dialogs(&settings);
    nei::ui::MainWindow window(
        {theme, workers, dialogs, nei::ui::bundle_opener(std::move(*trust)), &settings, examples});
    window.show();
    for (const std::filesystem::path& path : options.paths) window.openPath(path);
    for (const std::string& name : options.examples) window.openExample(QString::fromStdString(name));
    return QApplication::exec();
}
