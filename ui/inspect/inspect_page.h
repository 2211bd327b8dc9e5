// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/search.h"
#include "ui/common/document.h"
#include "ui/inspect/item_view.h"
#include "ui/inspect/package_view.h"

#include <QTimer>
#include <QWidget>

class QFrame;
class QLabel;
class QSplitter;
class QStackedWidget;

namespace nei::ui {

class FindingsPane;
class MessagePane;
class PaneHead;
class ProblemsPane;
class SearchPane;
class Settings;
class TablePane;

/// One document in mode Inspect: code items beside the selected item; below, problems or what a search found. Until
/// there is a bundle, what is happening or why there is none.
class InspectPage : public QWidget {
    Q_OBJECT

public:
    InspectPage(const ViewServices& services, Document& document, QWidget* parent = nullptr);

    Document& document() const { return document_; }
    TreeView* tree() const;
    SearchPane* searchPane() const { return search_; }
    ItemView* itemView() const { return item_view_; }
    PackageView* packageView();
    ProblemsPane* problems() const { return problems_; }
    FindingsPane* findings() const { return findings_; }
    MessagePane* message() const { return message_; }

    /// Whether something of what is to be shown is still being read or made.
    bool isBusy() const;

    void selectItem(int item);
    void selectPackage(std::size_t package);
    bool problemsShown() const;
    void showProblems(bool show);
    bool findingsShown() const;
    void showFindings(bool show);
    /// Finds a text anywhere in the bundle; an empty one closes the results.
    void search(const QString& text);
    QString searchText() const;
    bool isSearching() const;
    /// To the next or previous place.
    void stepSearch(int by);
    /// Sizes of the panes, remembered for all documents; null: not remembered.
    void useSettings(Settings* settings);
    /// Moves the keyboard to the next (or previous) of tree, view and problems.
    void focusPane(bool forwards);

Q_SIGNALS:
    /// The user asks for help with what could not be opened.
    void helpWanted();
    /// The user wants to open something else instead.
    void openWanted();
    /// searchText() is another.
    void searched();
    /// Another pane is below, or none.
    void lowerChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showDocument();
    void showBundle();
    void showMessage();
    void showKey(int key);
    void showLower(QWidget* pane);
    void closeLower();
    void showJudged();
    void showVerdict();
    void showNotice();
    void showStates();
    void showFindingsLater();
    void showStateColumn();
    void goTo(const bundle::Hit& hit);
    void goTo(const rules::Finding& finding);
    QString columnsName() const;
    QString folder() const;

    ViewServices services_;
    Document& document_;
    BundlePointer shown_; ///< the document's, as far as this page knows
    Opened listed_;       ///< what the rows of the tree stand for: the one before until new rows are made
    QFrame* notice_;      ///< that another distribution than the detected one is looked at
    QLabel* notice_text_;
    QStackedWidget* stack_;
    MessagePane* message_;
    QSplitter *panes_, *columns_;
    PaneHead* tree_head_;
    TreeModel* tree_model_;
    TablePane* tree_;
    QStackedWidget* views_; ///< of an item or a package
    ItemView* item_view_;
    PackageView* package_view_ = nullptr; ///< made for the first package
    QStackedWidget* lower_;               ///< findings, problems or search results
    FindingsPane* findings_;
    ProblemsPane* problems_;
    std::vector<Cell> states_; ///< of the items in the tree
    QTimer later_;
    bool room_changed_ = false;
    bool findings_wanted_ = true; ///< by the user; in a low window they are folded at first
    SearchPane* search_;
    Settings* settings_ = nullptr;
    Room room_;
};

} // namespace nei::ui
