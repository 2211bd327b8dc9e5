// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/document.h"
#include "ui/inspect/item_view.h"
#include "ui/inspect/package_view.h"

#include <QWidget>

class QSplitter;
class QStackedWidget;

namespace nei::ui {

class MessagePane;
class PaneHead;
class ProblemsPane;
class TreeModel;
class TreeView;

/// One document in mode Inspect: code items beside the selected item, problems below. Until there is a bundle, what
/// is happening or why there is none.
class InspectPage : public QWidget {
    Q_OBJECT

public:
    InspectPage(const Theme& theme, Document& document, QWidget* parent = nullptr);

    Document& document() const { return document_; }
    TreeView* tree() const { return tree_; }
    ItemView* itemView() const { return item_view_; }
    PackageView* packageView() const { return package_view_; }
    ProblemsPane* problems() const { return problems_; }
    MessagePane* message() const { return message_; }

    void selectItem(int item);
    void selectPackage(std::size_t package);
    bool problemsShown() const;
    void showProblems(bool show);
    /// Moves the keyboard to the next (or previous) of tree, view and problems.
    void focusPane(bool forwards);

Q_SIGNALS:
    /// The user asks for help with what could not be opened.
    void helpWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showDocument();
    void showBundle();
    void showMessage();
    void showKey(int key);

    const Theme& theme_;
    Document& document_;
    BundlePointer shown_;
    QStackedWidget* stack_;
    MessagePane* message_;
    QSplitter *panes_, *columns_;
    PaneHead* tree_head_;
    TreeModel* tree_model_;
    TreeView* tree_;
    QStackedWidget* views_; ///< of an item or a package
    ItemView* item_view_;
    PackageView* package_view_;
    ProblemsPane* problems_;
    bool narrow_ = false;
};

} // namespace nei::ui
