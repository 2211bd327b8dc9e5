// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/dialogs.h"

#include "ui/common/settings.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QFile>
#include <QFileDialog>
#include <QMessageBox>
#include <QUrl>

namespace nei::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Dialogs", text);
}

} // namespace

std::optional<std::filesystem::path> SystemDialogs::openFile(QWidget* parent) {
    return chosen(
        QFileDialog::getOpenFileName(parent, tr("Open an archive, a binary or a profile"), startFolder(),
                                     tr("All files (*);;Archives (*.zip *.ipa *.whl *.pkg *.tar *.tgz *.tbz *.txz *.gz "
                                        "*.bz2 *.xz);;Profiles (*.provisionprofile *.mobileprovision)")));
}

std::optional<std::filesystem::path> SystemDialogs::openFolder(QWidget* parent) {
    return chosen(
        QFileDialog::getExistingDirectory(parent, tr("Open a bundle or a folder with bundles"), startFolder()));
}

std::optional<std::filesystem::path> SystemDialogs::saveFile(QWidget* parent, const QString& name) {
    const QString folder = startFolder();
    return chosen(QFileDialog::getSaveFileName(parent, tr("Export a file"),
                                               folder.isEmpty() ? name : folder + QLatin1Char('/') + name));
}

void SystemDialogs::about(QWidget* parent, const QString& text) {
    QMessageBox::about(parent, tr("About NE Inspector"), text);
}

void SystemDialogs::showInFolder(const std::filesystem::path& path) {
    QDesktopServices::openUrl(QUrl::fromLocalFile(from_path(folder_of(path))));
}

void SystemDialogs::openAddress(const QString& address) {
    QDesktopServices::openUrl(QUrl(address));
}

QString SystemDialogs::startFolder() const {
    return settings_ != nullptr ? settings_->lastFolder() : QString();
}

std::optional<std::filesystem::path> SystemDialogs::chosen(const QString& path) {
    if (path.isEmpty()) return std::nullopt;
    if (settings_ != nullptr) settings_->setLastFolder(from_path(folder_of(to_path(path))));
    return to_path(path);
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
    const std::filesystem::path named = path.has_filename() ? path : path.parent_path();
    return named.has_parent_path() ? named.parent_path() : std::filesystem::path(".");
}

QString from_path(const std::filesystem::path& path) {
    return QFile::decodeName(path.string().c_str());
}

std::filesystem::path to_path(const QString& path) {
    return {QFile::encodeName(path).toStdString()};
}

} // namespace nei::ui
