// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/actions.h"
#include "ui/common/recent.h"
#include "ui/window/services.h"

#include <QMainWindow>
#include <QPointer>

#include <memory>

class QTabBar;

namespace nei::ui {

class DocumentArea;
class DropHint;
class InspectPage;
class ModeRail;
class Preferences;
class ProgressStrip;
class StatusLine;
class WelcomePage;

/// Menus, rail of modes, documents, status bar. Takes drops anywhere. What it remembers is in the settings.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(Services services);
    ~MainWindow() override;

    /// Opens a path in a tab of its own; one that is open already comes to the front.
    Document* openPath(const std::filesystem::path& path);
    /// The same for an example; null where there is none of this name or the examples are not there.
    Document* openExample(const QString& name);
    void closeTab(int tab);
    void showPreferences();

    int documentCount() const;
    /// Null while the welcome page is shown.
    InspectPage* currentPage() const;
    QTabBar* documentTabs() const;
    ProgressStrip* progressStrip() const;
    DropHint* dropHint() const { return drop_hint_; }
    WelcomePage* welcomePage() const { return welcome_; }
    ModeRail* modeRail() const { return rail_; }
    const Actions& actions() const { return actions_; }
    /// Null where nothing is remembered.
    RecentFiles* recentFiles() const { return recent_.get(); }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    void makeRecent();
    void makeExamples();
    void connectFileActions();
    void connectViewActions();
    void connectBundleActions();
    void connectHelpActions();
    void applySettings();
    void chooseTheme(ThemeChoice choice);
    void showMenuBar(bool show);
    void showRecent();
    void showExamples(const std::vector<std::optional<std::uint64_t>>& sizes);
    void showCurrent();
    void open(const std::optional<std::filesystem::path>& path);

    Services services_;
    Actions actions_;
    std::unique_ptr<RecentFiles> recent_;
    JobSlot example_sizes_;
    ModeRail* rail_;
    WelcomePage* welcome_;
    DocumentArea* documents_;
    StatusLine* status_;
    DropHint* drop_hint_;
    QPointer<Preferences> preferences_;
};

} // namespace nei::ui
