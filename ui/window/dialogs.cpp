// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/dialogs.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileDialog>
#include <QMessageBox>

namespace nei::ui {
namespace {

std::optional<std::filesystem::path> chosen(const QString& path) {
    return path.isEmpty() ? std::nullopt : std::optional(to_path(path));
}

QString tr(const char* text) {
    return QCoreApplication::translate("Dialogs", text);
}

} // namespace

std::optional<std::filesystem::path> SystemDialogs::openFile(QWidget* parent) {
    return chosen(
        QFileDialog::getOpenFileName(parent, tr("Open an archive, a binary or a profile"), {},
                                     tr("All files (*);;Archives (*.zip *.ipa *.whl *.pkg *.tar *.tgz *.tbz *.txz *.gz "
                                        "*.bz2 *.xz);;Profiles (*.provisionprofile *.mobileprovision)")));
}

std::optional<std::filesystem::path> SystemDialogs::openFolder(QWidget* parent) {
    return chosen(QFileDialog::getExistingDirectory(parent, tr("Open a bundle or a folder with bundles")));
}

void SystemDialogs::about(QWidget* parent, const QString& text) {
    QMessageBox::about(parent, tr("About NE Inspector"), text);
}

QString from_path(const std::filesystem::path& path) {
    return QFile::decodeName(path.string().c_str());
}

std::filesystem::path to_path(const QString& path) {
    return {QFile::encodeName(path).toStdString()};
}

} // namespace nei::ui
