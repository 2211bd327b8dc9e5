// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/mark.h"

#include <QAbstractItemModel>
#include <QStringList>

#include <memory>
#include <vector>

namespace nei::ui {

enum class Tone { normal, secondary, strong };

/// What one cell shows. Aggregates of these are what core's values become on their way to a view.
struct Cell {
    QString text{};
    QString suffix{};       ///< after the text, quieter: "Contents/MacOS"
    QString whole{};        ///< tooltip, detail line and copied text; empty: `text`
    QString icon{};         ///< name of an icon; a mark draws its own
    Mark mark = Mark::none; ///< drawn before the text
    Tone tone = Tone::normal;
    bool monospace = false; ///< a raw value of the file, not our own words
    Qt::TextElideMode elide = Qt::ElideRight;
    QVariant sort{}; ///< raw value to sort by; invalid: `text`

    const QString& wholeText() const { return whole.isEmpty() ? text : whole; }
};

struct Row {
    std::vector<Cell> cells{}; ///< missing ones at the end are empty
    std::vector<Row> children{};
    bool spanned = false; ///< the first cell takes the whole width: a heading
    QVariant key{};       ///< what the row stands for, for whoever built it
};

enum Role {
    SortRole = Qt::UserRole,
    MarkRole,      ///< int of Mark
    WholeTextRole, ///< what is copied
    SuffixRole,
    IconRole, ///< QString
    ToneRole, ///< int of Tone
    MonospaceRole,
    ElideRole, ///< int of Qt::TextElideMode
    SpannedRole,
    KeyRole, ///< Row::key, whichever column is asked
};

/// The one tree model: rows of cells, replaced as a whole. Index arithmetic is here and nowhere else.
class TreeModel final : public QAbstractItemModel {
    Q_OBJECT

public:
    explicit TreeModel(QStringList columns, QObject* parent = nullptr);
    ~TreeModel() override;

    void setRows(std::vector<Row> rows);
    void setColumns(QStringList columns);

    /// First row, depth first, with this key; invalid where there is none.
    QModelIndex find(const QVariant& key) const;

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;
    const Node& node(const QModelIndex& index) const;

    QStringList columns_;
    std::unique_ptr<Node> root_;
};

} // namespace nei::ui
