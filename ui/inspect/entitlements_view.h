// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/table_pane.h"
#include "ui/common/widgets.h"
#include "ui/inspect/view_page.h"

namespace nei::ui {

/// One row a key: claimed beside allowed beside the verdict; the selected value in full; facts of the profile.
class EntitlementsView : public ViewPage {
    Q_OBJECT

public:
    explicit EntitlementsView(const Theme& theme, QWidget* parent = nullptr);

    void setItem(const ShownItem& item) override;
    /// In a low window the profile is one line.
    void setRoom(Room room) override;
    TreeView* table() const override { return pane_->view(); }

private:
    void showDetail(const QModelIndex& index);
    void arrange();

    TreeModel* model_;
    TablePane* pane_;
    MessagePane* empty_;
    TextBox* detail_;
    QFrame* profile_;
    PaneHead* profile_head_;
    QLabel* profile_state_;
    FactGrid* profile_facts_;
    QString profile_path_, profile_line_;
    bool has_profile_ = false;
    bool has_rows_ = false;
    bool forms_differ_ = false;
    Room room_;
};

} // namespace nei::ui
