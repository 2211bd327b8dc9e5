// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/job.h"
#include "ui/common/row_set.h"

#include <QAbstractItemModel>
#include <QUrl>

namespace nei::ui {

enum Role {
    MarkRole = Qt::UserRole, ///< int of Mark
    WholeTextRole,           ///< what is copied
    SuffixRole,
    IconRole, ///< QString
    ToneRole, ///< int of Tone
    MonospaceRole,
    RightRole, ///< aligned at the right
    ElideRole, ///< int of Qt::TextElideMode
    SpannedRole,
    KeyRole, ///< Row::key, whichever column is asked
};

/// The one tree model: rows of cells, replaced as a whole, filtered and sorted. Index arithmetic is here and nowhere
/// else. Given workers, rows are made and arranged there, so that fifty thousand of them do not hold up the window.
class TreeModel final : public QAbstractItemModel {
    Q_OBJECT

public:
    using MakeRows = std::function<std::vector<Row>(const TaskControl&)>;

    explicit TreeModel(QStringList columns, QObject* parent = nullptr);
    ~TreeModel() override;

    void setRows(std::vector<Row> rows);
    void setColumns(QStringList columns);

    /// Rows that take long to make: `make` runs on a worker, and until it is done the rows from before stay. From then
    /// on long lists are also filtered and sorted there.
    /// `ready` is called right before they are shown: what their keys stand for can change hands there.
    void build(Workers& workers, MakeRows make, std::function<void()> ready = nullptr);
    bool isBuilding() const { return building_; }

    void setFilter(const QString& text);
    void setTags(unsigned tags);
    void sort(int column, Qt::SortOrder order) override;

    const ShownRows& shown() const { return *shown_; }
    /// Whether the reset that is going on shows the same rows in another arrangement.
    bool isRearranging() const { return rearranging_; }

    /// First row, depth first, with this key; invalid where there is none.
    QModelIndex find(const QVariant& key) const;
    /// Whether such a row is there, though the filter may hide it.
    bool hasKey(const QVariant& key) const;

    const RowNode* nodeAt(const QModelIndex& index) const;
    /// Where a row of the set is shown; invalid where it is not.
    QModelIndex indexOf(const RowNode* node) const;
    QModelIndex indexOf(const ShownNode& shown, int column = 0) const;

    /// Cells of one column that are known later than the rows, by the key of the row; null: the row's own. They are
    /// shown in place of the rows' without a reset, so nothing moves. Sorting and filters do not see them.
    using LateCells = std::function<const Cell*(const QVariant& key)>;
    void setLateCells(int column, LateCells cells);
    /// Says that they are others.
    void refreshLateCells();

    /// Makes rows draggable: as text what their first cell stands for, and this file.
    void setUrlOf(std::function<QUrl(const QVariant& key)> url_of);

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& index) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;

Q_SIGNALS:
    /// Other rows are there, or the same ones arranged anew: counts are others.
    void arranged();

private:
    const ShownNode& node(const QModelIndex& index) const;
    void arrangeAs(Arrangement wish);
    void show(std::shared_ptr<const ShownRows> shown, bool rearranging);
    const Cell* cellAt(const RowNode& row, int column) const;
    void announce(int column, const QModelIndex& parent);

    QStringList columns_;
    std::shared_ptr<const ShownRows> shown_;
    Arrangement wish_; ///< of the user; shown_ may still be of the one before
    Workers* workers_ = nullptr;
    std::unique_ptr<JobSlot> job_;
    std::function<QUrl(const QVariant&)> url_of_;
    int late_column_ = -1;
    LateCells late_cells_;
    bool building_ = false;
    bool rearranging_ = false;
};

} // namespace nei::ui
