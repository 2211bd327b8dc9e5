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
    nei::ui::SystemDialogs dialogs;
    const nei::ui::Services services{theme, workers, dialogs, nei::ui::bundle_opener(std::move(*trust))};

    if (!options.pictures.empty()) {
        const auto taken = nei::ui::write_pictures(options.pictures, options.paths, services);
        if (!taken) return refuse(taken.error().message);
        std::printf("%d pictures in %s\n", *taken, options.pictures.c_str());
        return 0;
    }
    nei::ui::MainWindow window(services);
    window.show();
    for (const std::filesystem::path& path : options.paths) window.openPath(path);
    return QApplication::exec();
}
