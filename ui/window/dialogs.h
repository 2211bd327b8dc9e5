// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <filesystem>
#include <optional>

class QWidget;

namespace nei::ui {

class Settings;

/// The dialogs that the window asks for. Tests give answers of their own.
class Dialogs {
public:
    virtual ~Dialogs() = default;
    virtual std::optional<std::filesystem::path> openFile(QWidget* parent) = 0;
    virtual std::optional<std::filesystem::path> openFolder(QWidget* parent) = 0;
    /// Where a file of this name is to be written.
    virtual std::optional<std::filesystem::path> saveFile(QWidget* parent, const QString& name) = 0;
    virtual void about(QWidget* parent, const QString& text) = 0;
    /// Opens the folder that holds `path` in the system's file manager.
    virtual void showInFolder(const std::filesystem::path& path) = 0;
    /// Opens a web address in the user's browser.
    virtual void openAddress(const QString& address) = 0;
};

class SystemDialogs final : public Dialogs {
public:
    /// `settings`: remembers the folder of the last choice; null: nothing is remembered.
    explicit SystemDialogs(Settings* settings = nullptr) : settings_(settings) {}

    std::optional<std::filesystem::path> openFile(QWidget* parent) override;
    std::optional<std::filesystem::path> openFolder(QWidget* parent) override;
    std::optional<std::filesystem::path> saveFile(QWidget* parent, const QString& name) override;
    void about(QWidget* parent, const QString& text) override;
    void showInFolder(const std::filesystem::path& path) override;
    void openAddress(const QString& address) override;

private:
    QString startFolder() const;
    std::optional<std::filesystem::path> chosen(const QString& path);

    Settings* settings_;
};

/// The folder that is shown for a path: its parent, also where the path ends with a slash.
std::filesystem::path folder_of(const std::filesystem::path& path);

/// Paths of the system and Qt's strings.
QString from_path(const std::filesystem::path& path);
std::filesystem::path to_path(const QString& path);

} // namespace nei::ui
