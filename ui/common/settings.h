// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QObject>
#include <QSettings>

class QMainWindow;
class QSplitter;

namespace nei::ui {

/// What the program remembers from one start to the next. Everything has a default, so an empty or damaged file is no
/// error. Lives on the UI thread.
class Settings : public QObject {
    Q_OBJECT

public:
    /// The user's own.
    explicit Settings(QObject* parent = nullptr);
    /// Those in an .ini file: what tests give.
    explicit Settings(const QString& ini_file, QObject* parent = nullptr);

    ThemeChoice themeChoice() const;
    void setThemeChoice(ThemeChoice choice);
    ContrastChoice contrastChoice() const;
    void setContrastChoice(ContrastChoice choice);

    /// Whether what was opened is remembered (RecentFiles).
    bool keepsRecent() const;
    void setKeepsRecent(bool keep);
    /// Whether a document is read again when its files become others.
    bool readsAgain() const;
    void setReadsAgain(bool read);
    bool showsMenuBar() const;
    void setShowsMenuBar(bool show);
    /// Where the file dialogs start.
    QString lastFolder() const;
    void setLastFolder(const QString& folder);

    /// Place, size, maximised or not, and tool bars of a window. Restoring answers whether there was something.
    void saveWindow(const QString& name, const QMainWindow& window);
    bool restoreWindow(const QString& name, QMainWindow& window) const;
    /// Sizes of the panes of a splitter, by a name that is unique in the program.
    void saveSplitter(const QString& name, const QSplitter& splitter);
    bool restoreSplitter(const QString& name, QSplitter& splitter) const;

    /// Anything else, by a key of the caller's.
    QVariant value(const QString& key, const QVariant& otherwise = {}) const { return store_.value(key, otherwise); }
    void setValue(const QString& key, const QVariant& value);

Q_SIGNALS:
    /// One of the choices that the preferences offer is another now.
    void changed();

private:
    void choose(const QString& key, const QVariant& value);

    QSettings store_;
};

} // namespace nei::ui
