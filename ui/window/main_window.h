// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/actions.h"
#include "ui/common/document.h"
#include "ui/window/dialogs.h"

#include <QMainWindow>

class QLabel;
class QStackedWidget;
class QTabBar;
class QToolBar;
class QToolButton;

namespace nei::ui {

class InspectPage;
class ProgressStrip;
class WelcomePage;

/// What the window is given; all of it outlives the window.
struct Services {
    Theme& theme;
    Workers& workers;
    Dialogs& dialogs;
    Opener opener;
};

/// Menus, rail of modes, tabs of documents, the page of the current one, status bar. Takes drops anywhere.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(Services services);
    ~MainWindow() override;

    /// Opens a path in a tab of its own; one that is open already comes to the front.
    Document* openPath(const std::filesystem::path& path);
    void closeTab(int tab);

    int documentCount() const;
    /// Null while the welcome page is shown.
    InspectPage* currentPage() const;
    QTabBar* documentTabs() const { return tabs_; }
    ProgressStrip* progressStrip() const { return strip_; }
    const Actions& actions() const { return actions_; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeRail();
    QWidget* makeCentre();
    void makeStatusBar();
    void connectActions();
    InspectPage* pageAt(int tab) const;
    int tabOf(const InspectPage* page) const;

    void addTab(InspectPage* page);
    void showTab(InspectPage* page);
    void showCurrent();
    void showStatus();
    void showProgress();
    void stepTab(int step);
    void open(const std::optional<std::filesystem::path>& path);

    Services services_;
    Actions actions_;
    QToolBar* rail_ = nullptr;
    QToolBar* tools_ = nullptr;
    QTabBar* tabs_ = nullptr;
    ProgressStrip* strip_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    WelcomePage* welcome_ = nullptr;
    QLabel *summary_ = nullptr, *not_checked_ = nullptr;
    QToolButton* problems_ = nullptr;
    QLabel* drop_hint_ = nullptr;
};

} // namespace nei::ui
