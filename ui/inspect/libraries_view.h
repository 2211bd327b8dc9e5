// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/table_pane.h"
#include "ui/common/widgets.h"
#include "ui/inspect/view_page.h"

namespace nei::ui {

/// The libraries that an item's code is linked with, where each is found, run paths and minimum OS.
class LibrariesView : public ViewPage {
    Q_OBJECT

public:
    explicit LibrariesView(const Theme& theme, QWidget* parent = nullptr);

    void setItem(const ShownItem& item) override;
    void setRoom(Room room) override;
    TreeView* table() const override { return pane_->view(); }

private:
    TreeModel* model_;
    TablePane* pane_;
    MessagePane* empty_;
    QLabel* summary_;
    TextBox* detail_;
};

} // namespace nei::ui
