// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gui/sample.h"
#include "ui/inspect/inspect_page.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>

#include <fstream>

namespace nei::ui::test_shell {

class FakeDialogs final : public Dialogs {
public:
    std::optional<std::filesystem::path> openFile(QWidget*) override { return answer; }
    std::optional<std::filesystem::path> openFolder(QWidget*) override { return answer; }
    void about(QWidget*, const QString&) override {}
    std::optional<std::filesystem::path> saveFile(QWidget*, const QString& name) override {
        asked_name = name;
        return answer;
    }
    void showInFolder(const std::filesystem::path& path) override { shown_in_folder = path; }
    void openAddress(const QString& address) override { opened_address = address; }
    std::optional<std::filesystem::path> answer;
    std::filesystem::path shown_in_folder;
    QString opened_address;
    QString asked_name;
};

/// The window with settings in a folder of its own and an opener that makes a sample of every file.
class Shell : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(folder.isValid()); }

    QString iniFile() const { return folder.filePath(QStringLiteral("settings.ini")); }

    std::filesystem::path file(const char* name) const {
        const std::filesystem::path path = to_path(folder.filePath(QString::fromLatin1(name)));
        std::ofstream(path) << "contents\n";
        return path;
    }

    void show(std::optional<bundle::ExampleLibrary> examples = std::nullopt) {
        window.reset(); // the one before writes what it remembers first
        window = std::make_unique<MainWindow>(Services{theme, workers, dialogs, opener, &settings, examples});
        window->show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(window.get()));
        QApplication::setActiveWindow(window.get());
    }

    InspectPage* open(const std::filesystem::path& path) {
        window->openPath(path);
        EXPECT_TRUE(QTest::qWaitFor([&] { return !window->currentPage()->isBusy(); }));
        return window->currentPage();
    }

    QTemporaryDir folder;
    Settings settings{iniFile()};
    Theme theme{ThemeChoice::light};
    Workers workers;
    FakeDialogs dialogs;
    Opener opener = [](const std::filesystem::path&, const TaskControl&, const TakeStructure&) -> Result<Opened> {
        return Opened{test::sample_bundle(), nullptr};
    };
    std::unique_ptr<MainWindow> window;
};

} // namespace nei::ui::test_shell
