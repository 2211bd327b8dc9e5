// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/tree_view.h"
#include "ui/common/widgets.h"

namespace nei::ui {

/// What of a bundle could not be read: where, and why in a sentence.
class ProblemsPane : public QWidget {
    Q_OBJECT

public:
    explicit ProblemsPane(const Theme& theme, QWidget* parent = nullptr);

    void setBundle(const bundle::Bundle& bundle);
    TreeView* table() const { return table_; }

Q_SIGNALS:
    /// The user chose a problem; `item` is the index of the item that it is about.
    void itemChosen(int item);

private:
    PaneHead* head_;
    TreeModel* model_;
    TreeView* table_;
    TextBox* sentence_;
};

} // namespace nei::ui
