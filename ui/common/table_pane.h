// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/tree_view.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace nei::ui {

/// A field that narrows a list to the rows that contain a text, and says how many these are.
class FilterBar : public QFrame {
    Q_OBJECT

public:
    /// `name`: what is filtered, for screen readers.
    FilterBar(const Theme& theme, TreeModel* model, const QString& name, QWidget* parent = nullptr);

    QLineEdit* field() const { return field_; }
    /// Puts a widget before the field, or at the right end.
    void addBefore(QWidget* widget);
    void addAfter(QWidget* widget);

Q_SIGNALS:
    /// The user is done: Escape, or Return or an arrow to the rows.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showCount();

    TreeModel* model_;
    QHBoxLayout* row_;
    QLineEdit* field_;
    QLabel* count_;
};

/// A table with its filter. The filter bar appears when asked for (Ctrl+L), or stays where lists are long.
class TablePane : public QWidget {
    Q_OBJECT

public:
    enum class Filter { on_demand, always };

    TablePane(const Theme& theme, TreeModel* model, TreeView::Style style, const QString& name,
              Filter filter = Filter::on_demand, QWidget* parent = nullptr);

    TreeView* view() const { return view_; }
    FilterBar* filterBar() const { return filter_; }

    /// Shows the filter and gives it the keyboard.
    void startFilter();

    /// The pane that holds a widget; null where none does.
    static TablePane* around(QWidget* widget);

private:
    void leaveFilter();

    Filter shown_;
    TreeView* view_;
    FilterBar* filter_;
};

} // namespace nei::ui
