// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/actions.h"
#include "ui/inspect/view_page.h"
#include "ui/window/services.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

class QLineEdit;
class QStackedWidget;
class QTabBar;
class QToolBar;

namespace nei::ui {

class AimTools;
class InspectPage;
class ProgressStrip;

/// How a document is opened, and what is said of it.
struct OpenRequest {
    std::filesystem::path path;
    Opener opener;
    bool example = false;
};

/// The centre of the window: tabs of documents, tools, what is being read, the page of the current document. Without
/// one, the page that it was given for that.
class DocumentArea : public QWidget {
    Q_OBJECT

public:
    DocumentArea(const Services& services, const Actions& actions, QWidget* welcome, QWidget* parent = nullptr);
    ~DocumentArea() override;

    /// Opens in a tab of its own; what is open already comes to the front.
    Document* open(OpenRequest request);
    void close(int tab);
    /// Tells everything that is read to stop.
    void cancelAll();

    int count() const;
    /// Null without a document.
    InspectPage* currentPage() const;
    bool isExample(const InspectPage* page) const { return examples_.contains(page); }
    /// "Fernway.app 2.1 (345)"; of an example, it says so.
    QString titleOf(const InspectPage& page) const;

    /// The welcome page, although something is open.
    void showWelcome();
    void stepTab(int step);
    /// Gives the keyboard to the search field.
    void startSearch();
    QLineEdit* searchField() const { return search_; }
    /// Tools without their words.
    void setIconsOnly(bool icons_only);

    QTabBar* tabs() const { return tabs_; }
    QToolBar* tools() const { return tools_; }
    AimTools* aim() const { return aim_; }
    ProgressStrip* strip() const { return strip_; }

Q_SIGNALS:
    /// Another document is in front, or none, or the one in front has changed.
    void currentChanged();
    /// A document was read to its end.
    void wasRead(InspectPage* page);

private:
    void makeTabs();
    void makeTools(const Actions& actions);
    QWidget* makeSearch(const Actions& actions);
    ViewServices viewServices() const;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void follow(InspectPage* page);
    void addTab(InspectPage* page);
    InspectPage* pageAt(int tab) const;
    int tabOf(const InspectPage* page) const;
    void showTab(InspectPage* page);
    void showCurrent();
    void showProgress();
    QIcon tabIcon(const Document& document) const;

    const Services& services_;
    QAction* open_;
    QWidget* welcome_;
    QTabBar* tabs_ = nullptr;
    QToolBar* tools_ = nullptr;
    AimTools* aim_ = nullptr;
    QLineEdit* search_ = nullptr;
    QTimer search_delay_;
    ProgressStrip* strip_;
    QStackedWidget* pages_;
    QSet<const InspectPage*> examples_;
};

} // namespace nei::ui
