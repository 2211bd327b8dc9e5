// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/tree_view.h"
#include "ui/common/widgets.h"

namespace nei::ui {

/// One row a key: claimed beside allowed beside the verdict; the selected value in full; facts of the profile.
class EntitlementsView : public QWidget {
    Q_OBJECT

public:
    explicit EntitlementsView(const Theme& theme, QWidget* parent = nullptr);

    /// `now`: what expiry is judged at.
    void setItem(const bundle::CodeItem& item, Timestamp now);
    void setNarrow(bool narrow);
    /// In a low window the profile is one line.
    void setLow(bool low);

    TreeView* table() const { return table_; }

private:
    void showDetail(const QModelIndex& index);
    void arrange();

    TreeModel* model_;
    TreeView* table_;
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
    bool narrow_ = false;
    bool low_ = false;
};

} // namespace nei::ui
