// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <filesystem>
#include <optional>

class QWidget;

namespace nei::ui {

/// The dialogs that the window asks for. Tests give answers of their own.
class Dialogs {
public:
    virtual ~Dialogs() = default;
    virtual std::optional<std::filesystem::path> openFile(QWidget* parent) = 0;
    virtual std::optional<std::filesystem::path> openFolder(QWidget* parent) = 0;
    virtual void about(QWidget* parent, const QString& text) = 0;
};

class SystemDialogs final : public Dialogs {
public:
    std::optional<std::filesystem::path> openFile(QWidget* parent) override;
    std::optional<std::filesystem::path> openFolder(QWidget* parent) override;
    void about(QWidget* parent, const QString& text) override;
};

/// Paths of the system and Qt's strings.
QString from_path(const std::filesystem::path& path);
std::filesystem::path to_path(const QString& path);

} // namespace nei::ui
