// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/mark.h"

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

#include <vector>

namespace nei::ui {

/// A row of two lines: icon, title over a quieter sentence, a mark in words, at the right a size or a date.
struct TwoLine {
    QString icon{}, title{}, second{};
    Mark mark = Mark::none;
    QString word{}; ///< beside the mark: "1 blocker"
    QString right{};
    QString tooltip{}; ///< plain text
    QVariant key{};    ///< what the row stands for, for whoever built it
};

class TwoLineModel final : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setRows(std::vector<TwoLine> rows);
    const TwoLine& at(int row) const { return rows_[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<TwoLine> rows_;
};

class TwoLineDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit TwoLineDelegate(const Theme& theme, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const Theme& theme_;
};

/// A short list that is as high as its rows, so that the page around it scrolls. A click or Enter chooses a row.
class TwoLineList : public QListView {
    Q_OBJECT

public:
    /// `name` is the accessible name.
    TwoLineList(const Theme& theme, const QString& name, QWidget* parent = nullptr);

    void setRows(std::vector<TwoLine> rows);
    const TwoLineModel& rows() const { return model_; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(const QVariant& key);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void choose(const QModelIndex& index);

    const Theme& theme_;
    TwoLineModel model_;
    bool focus_ring_ = false; ///< it was reached by key
};

} // namespace nei::ui
