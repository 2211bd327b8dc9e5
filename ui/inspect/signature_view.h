// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/tree_view.h"
#include "ui/common/widgets.h"
#include "ui/inspect/view_page.h"

class QBoxLayout;

namespace nei::ui {

/// What a signature says: slices; of the selected one the code directory, slots, requirement, chain and dates.
class SignatureView : public ViewPage {
    Q_OBJECT

public:
    explicit SignatureView(const Theme& theme, QWidget* parent = nullptr);

    void setItem(const ShownItem& item) override;
    TreeView* table() const override { return slices_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeLeft(const Theme& theme);
    QWidget* makeRight(const Theme& theme);
    void showSlice(int row);
    void showSignature(const signature::Signature& signature);

    ShownItem item_;

    TreeModel *slices_model_, *slots_model_, *chain_model_, *constraints_model_;
    TreeView *slices_, *slots_, *chain_, *constraints_;
    QLabel* agreement_;
    MessagePane* empty_;
    QWidget* details_;
    QBoxLayout* columns_ = nullptr;
    PaneHead *directory_head_, *slots_head_, *requirement_head_, *chain_head_, *ticket_head_, *constraints_head_;
    FactGrid *directory_, *times_, *ticket_;
    TextBox* requirement_;
};

} // namespace nei::ui
