// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/settings.h"

#include <QMainWindow>
#include <QSplitter>

#include <array>

namespace nei::ui {
namespace {

/// One name for organisation and program: there is no other program of ours to tell apart.
const auto program = QStringLiteral("ne-inspector");

const auto theme_key = QStringLiteral("appearance/theme");
const auto contrast_key = QStringLiteral("appearance/contrast");
const auto keep_recent_key = QStringLiteral("recent/keep");
const auto read_again_key = QStringLiteral("reading/again");
const auto menu_bar_key = QStringLiteral("window/menu-bar");
const auto folder_key = QStringLiteral("dialogs/folder");

// Choices are stored as words, so that the order of an enumeration may change.
constexpr std::array theme_words{"system", "light", "dark"};
constexpr std::array contrast_words{"system", "standard", "high"};

template <class Choice>
Choice choice_of(const QVariant& stored, const std::array<const char*, 3>& words) {
    for (std::size_t i = 0; i < words.size(); ++i)
        if (stored.toString() == QLatin1String(words[i])) return static_cast<Choice>(i);
    return static_cast<Choice>(0);
}

template <class Choice>
QString word_of(Choice choice, const std::array<const char*, 3>& words) {
    return QString::fromLatin1(words.at(static_cast<std::size_t>(choice)));
}

QString window_key(const QString& name, const char* part) {
    return QStringLiteral("windows/%1/%2").arg(name, QLatin1String(part));
}

QString splitter_key(const QString& name) {
    return QStringLiteral("splitters/") + name;
}

} // namespace

Settings::Settings(QObject* parent)
    : QObject(parent), store_(QSettings::NativeFormat, QSettings::UserScope, program, program) {}

Settings::Settings(const QString& ini_file, QObject* parent)
    : QObject(parent), store_(ini_file, QSettings::IniFormat) {}

void Settings::setValue(const QString& key, const QVariant& value) {
    store_.setValue(key, value);
}

void Settings::choose(const QString& key, const QVariant& value) {
    if (store_.value(key) == value) return;
    store_.setValue(key, value);
    Q_EMIT changed();
}

ThemeChoice Settings::themeChoice() const {
    return choice_of<ThemeChoice>(store_.value(theme_key), theme_words);
}

void Settings::setThemeChoice(ThemeChoice choice) {
    choose(theme_key, word_of(choice, theme_words));
}

ContrastChoice Settings::contrastChoice() const {
    return choice_of<ContrastChoice>(store_.value(contrast_key), contrast_words);
}

void Settings::setContrastChoice(ContrastChoice choice) {
    choose(contrast_key, word_of(choice, contrast_words));
}

bool Settings::keepsRecent() const {
    return store_.value(keep_recent_key, true).toBool();
}

void Settings::setKeepsRecent(bool keep) {
    choose(keep_recent_key, keep);
}

bool Settings::readsAgain() const {
    return store_.value(read_again_key, true).toBool();
}

void Settings::setReadsAgain(bool read) {
    choose(read_again_key, read);
}

bool Settings::showsMenuBar() const {
    return store_.value(menu_bar_key, true).toBool();
}

void Settings::setShowsMenuBar(bool show) {
    choose(menu_bar_key, show);
}

QString Settings::lastFolder() const {
    return store_.value(folder_key).toString();
}

void Settings::setLastFolder(const QString& folder) {
    store_.setValue(folder_key, folder);
}

void Settings::saveWindow(const QString& name, const QMainWindow& window) {
    store_.setValue(window_key(name, "geometry"), window.saveGeometry());
    store_.setValue(window_key(name, "state"), window.saveState());
}

bool Settings::restoreWindow(const QString& name, QMainWindow& window) const {
    window.restoreState(store_.value(window_key(name, "state")).toByteArray());
    return window.restoreGeometry(store_.value(window_key(name, "geometry")).toByteArray());
}

void Settings::saveSplitter(const QString& name, const QSplitter& splitter) {
    store_.setValue(splitter_key(name), splitter.saveState());
}

bool Settings::restoreSplitter(const QString& name, QSplitter& splitter) const {
    return splitter.restoreState(store_.value(splitter_key(name)).toByteArray());
}

} // namespace nei::ui
