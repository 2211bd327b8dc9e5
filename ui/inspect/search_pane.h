// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/search.h"
#include "ui/common/widgets.h"
#include "ui/inspect/view_page.h"

namespace nei::ui {

/// What a search over the whole bundle found: choosing a line goes there.
class SearchPane : public QWidget {
    Q_OBJECT

public:
    explicit SearchPane(const ViewServices& services, QWidget* parent = nullptr);

    /// Searches, on a worker; an empty text shows nothing. `bundle` and `files` as in ShownItem.
    void search(std::shared_ptr<const bundle::Bundle> bundle, std::shared_ptr<const source::FileTree> files,
                const QString& text);
    const QString& text() const { return text_; }
    bool isSearching() const { return job_.isRunning(); }
    /// Goes to the next (or previous) line, and round at the end.
    void step(int by);

    bool isBusy() const { return job_.isRunning(); }

    TreeView* table() const { return table_; }

Q_SIGNALS:
    void hitChosen(const bundle::Hit& hit);
    /// The user is done with it.
    void closed();

private:
    void show(const bundle::Hits& hits);

    const Theme& theme_;
    PaneHead* head_;
    TreeModel* model_;
    TreeView* table_;
    MessagePane* nothing_;
    std::shared_ptr<const bundle::Bundle> bundle_;
    bundle::Hits hits_;
    QString text_;
    JobSlot job_;
};

} // namespace nei::ui
