// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "core/report/slice_comparison.h"
#include "ui/common/table_pane.h"
#include "ui/common/widgets.h"

namespace nei::ui {

/// "Fact", and the architecture of each slice.
QStringList comparison_columns(const bundle::CodeItem& item);

/// What the slices say, a row a fact and a column a slice, in groups: what differs, what differs because the code does,
/// what is the same. Lists have a row for each element. Facts that no slice states are left out.
std::vector<Row> comparison_rows(std::span<const report::SliceFact> facts);

/// The slices of a universal file side by side.
class SliceComparison : public QWidget {
    Q_OBJECT

public:
    explicit SliceComparison(const Theme& theme, QWidget* parent = nullptr);

    void setFacts(const bundle::CodeItem& item, std::span<const report::SliceFact> facts);
    TreeView* table() const { return pane_->view(); }

private:
    void showDetail(const QModelIndex& index);

    TreeModel* model_;
    TablePane* pane_;
    TextBox* detail_;
};

} // namespace nei::ui
