// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/table_pane.h"

#include "ui/common/widgets.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace nei::ui {

FilterBar::FilterBar(const Theme& theme, TreeModel* model, const QString& name, QWidget* parent)
    : QFrame(parent), model_(model), row_(new QHBoxLayout(this)),
      field_(icon_field(theme, QStringLiteral("filter"), tr("Filter"), tr("Filter: %1").arg(name))),
      count_(new QLabel) {
    setObjectName(QStringLiteral("filterBar"));
    field_->setMaximumWidth(280);
    field_->installEventFilter(this);
    count_->setFont(theme.font(FontRole::small));
    count_->setForegroundRole(QPalette::PlaceholderText);
    row_->setContentsMargins(12, 5, 12, 5);
    row_->setSpacing(8);
    row_->addWidget(field_, 1);
    row_->addWidget(count_);
    row_->addStretch();
    connect(field_, &QLineEdit::textChanged, model, &TreeModel::setFilter);
    connect(model, &TreeModel::arranged, this, &FilterBar::showCount);
}

void FilterBar::addBefore(QWidget* widget) {
    row_->insertWidget(0, widget);
}

void FilterBar::addAfter(QWidget* widget) {
    row_->addWidget(widget);
}

void FilterBar::showCount() {
    const ShownRows& shown = model_->shown();
    count_->setText(shown.arrangement.isFiltered() ? tr("%1 of %2").arg(shown.matches).arg(shown.rows->counted())
                                                   : QString());
}

bool FilterBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept(); // else Escape stops a running job instead
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape) field_->clear();
        if (key == Qt::Key_Escape || key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            Q_EMIT left();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

TablePane::TablePane(const Theme& theme, TreeModel* model, TreeView::Style style, const QString& name, Filter filter,
                     QWidget* parent)
    : QWidget(parent), shown_(filter), view_(new TreeView(theme, model, style, name)),
      filter_(new FilterBar(theme, model, name)) {
    QVBoxLayout* column = tight_column(this);
    column->addWidget(filter_);
    column->addWidget(view_, 1);
    filter_->setVisible(filter == Filter::always); // not before it has a parent: it would open as a window
    connect(filter_, &FilterBar::left, this, &TablePane::leaveFilter);
    connect(view_, &TreeView::filterInTheWay, filter_->field(), &QLineEdit::clear);
}

void TablePane::startFilter() {
    filter_->show();
    filter_->field()->setFocus(Qt::ShortcutFocusReason);
    filter_->field()->selectAll();
}

void TablePane::leaveFilter() {
    if (shown_ == Filter::on_demand && filter_->field()->text().isEmpty()) filter_->hide();
    view_->setFocus(Qt::ShortcutFocusReason);
}

TablePane* TablePane::around(QWidget* widget) {
    for (; widget != nullptr; widget = widget->parentWidget())
        if (auto* pane = qobject_cast<TablePane*>(widget)) return pane;
    return nullptr;
}

} // namespace nei::ui
