// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/libraries_view.h"

#include "ui/inspect/library_rows.h"

#include <QVBoxLayout>

namespace nei::ui {

LibrariesView::LibrariesView(const Theme& theme, QWidget* parent)
    : ViewPage(parent), model_(new TreeModel(library_columns(), this)),
      pane_(new TablePane(theme, model_, TreeView::Style::table, tr("Linked libraries"), TablePane::Filter::always)),
      empty_(new MessagePane(theme)), summary_(new QLabel),
      detail_(new TextBox(theme.font(FontRole::monospace), 2, 4, tr("Selected library in full"))) {
    table()->setIndentation(0);
    summary_->setFont(theme.font(FontRole::small));
    summary_->setForegroundRole(QPalette::PlaceholderText);
    pane_->filterBar()->addAfter(summary_);
    detail_->setObjectName(QStringLiteral("detailLine"));
    QVBoxLayout* column = tight_column(this);
    column->addWidget(pane_, 1);
    column->addWidget(detail_);
    column->addWidget(empty_, 1);
    connect(table(), &TreeView::currentChangedTo, this, [this](const QModelIndex& index) {
        const bool row = index.isValid() && !index.data(SpannedRole).toBool();
        const auto whole = [&](int at) { return index.siblingAtColumn(at).data(WholeTextRole).toString(); };
        detail_->setText(row ? whole(0) + QLatin1Char('\n') + whole(1) : QString());
    });
    detail_->setPlaceholderText(tr("Choose a library to read where it comes from."));
}

void LibrariesView::setItem(const ShownItem& item) {
    model_->setRows(library_rows(*item));
    detail_->setText({});
    summary_->setText(library_summary(*item));
    const bool any = !item->slices.empty();
    pane_->setVisible(any);
    detail_->setVisible(any);
    empty_->setVisible(!any);
    empty_->setMessage(QStringLiteral("dylib"), Colour::text_secondary, tr("No code"),
                       tr("This item contains no Mach-O code that could be linked with libraries."));
}

void LibrariesView::setRoom(Room room) {
    table()->setColumnHidden(2, room.narrow);
    table()->setColumnShares({46, 32, 12, 10});
}

} // namespace nei::ui
