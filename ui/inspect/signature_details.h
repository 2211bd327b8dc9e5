// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/tree_view.h"
#include "ui/common/widgets.h"
#include "ui/inspect/signature_rows.h"
#include "ui/inspect/view_page.h"

class QBoxLayout;

namespace nei::ui {

/// All that one signature says, in two columns that stand one above the other where there is no room: code directory,
/// slots, constraints; requirement, chain and dates, ticket, what was not checked.
class SignatureDetails : public QWidget {
    Q_OBJECT

public:
    explicit SignatureDetails(const Theme& theme, QWidget* parent = nullptr);

    /// There must be a signature at `address`.
    void setDirectory(const ShownItem& item, const DirectoryAddress& address);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeLeft();
    QWidget* makeRight();
    void showDirectory(const signature::Signature& signature, std::size_t number, const QString& architecture);
    void showRequirement(const signature::Signature& signature);
    void showChain(const signature::Signature& signature, Timestamp now);

    TreeModel *slots_model_, *chain_model_, *constraints_model_;
    TreeView *slots_, *chain_, *constraints_;
    QBoxLayout* columns_;
    PaneHead *directory_head_, *slots_head_, *requirement_head_, *chain_head_, *ticket_head_, *constraints_head_,
        *unchecked_head_;
    FactGrid *directory_, *times_, *ticket_, *unchecked_;
    TextBox* requirement_;
    QWidget* copy_requirement_;
    QString requirement_line_; ///< to copy
};

} // namespace nei::ui
