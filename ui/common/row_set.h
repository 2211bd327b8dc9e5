// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/mark.h"

#include <QString>
#include <QStringList>
#include <QVariant>

#include <memory>
#include <stop_token>
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
    bool right = false;     ///< numbers, aligned at the right
    Qt::TextElideMode elide = Qt::ElideRight;
    QVariant sort{}; ///< raw value to sort by; invalid: `text`

    const QString& wholeText() const { return whole.isEmpty() ? text : whole; }
};

struct Row {
    std::vector<Cell> cells{}; ///< missing ones at the end are empty
    std::vector<Row> children{};
    bool spanned = false; ///< the first cell takes the whole width: a heading
    QVariant key{};       ///< what the row stands for, for whoever built it
    unsigned tags = 0;    ///< kinds that a list can be narrowed to, as bits of its own
};

/// Text of our own that is less than a value: "none", "2 keys".
inline Cell quiet_cell(const QString& text, const QString& whole = {}) {
    return {.text = text, .whole = whole, .tone = Tone::secondary};
}

/// A heading over rows: title, and after it a quieter addition.
Row heading_row(const QString& title, const QString& addition, std::vector<Row> rows);

/// A row where it lies in its set.
struct RowNode {
    Row row{}; ///< without its children
    const RowNode* parent = nullptr;
    std::vector<RowNode> children{}; ///< never changed once built: models point into it
};

/// Rows that do not change any more, so that any thread may read them.
class RowSet {
public:
    explicit RowSet(std::vector<Row> rows = {});
    RowSet(const RowSet&) = delete;
    RowSet& operator=(const RowSet&) = delete;

    const RowNode& root() const { return root_; }
    std::size_t size() const { return size_; }
    /// Rows that are no headings.
    std::size_t counted() const { return size_ - headings_; }
    bool hasHeadings() const { return headings_ > 0; }

private:
    void fill(RowNode& node, std::vector<Row> rows);

    RowNode root_;
    std::size_t size_ = 0;
    std::size_t headings_ = 0;
};

/// Which rows a view shows and in which order.
struct Arrangement {
    QString filter{};  ///< a row stays where a cell contains it, in whatever case; with it the rows around and below
    unsigned tags = 0; ///< a row stays where it has one of them; 0: all
    int column = -1;   ///< to sort by; -1: as built
    Qt::SortOrder order = Qt::AscendingOrder;

    bool isFiltered() const { return !filter.isEmpty() || tags != 0; }
    bool operator==(const Arrangement&) const = default;
};

struct ShownNode {
    const RowNode* node = nullptr;
    const ShownNode* parent = nullptr;
    int position = 0;
    std::vector<ShownNode> children{};
};

/// The rows of a set as one arrangement shows them. Immutable like the set, which it keeps alive.
struct ShownRows {
    std::shared_ptr<const RowSet> rows;
    Arrangement arrangement;
    ShownNode root;
    std::size_t size = 0;
    std::size_t matches = 0; ///< rows that the filter found; neither headings nor those around them count
};

/// Arranges rows. Headings (spanned rows) keep their place, only what is under them is sorted. Stops early, with what
/// it has, when told to.
std::shared_ptr<const ShownRows> arrange(std::shared_ptr<const RowSet> rows, Arrangement arrangement,
                                         const std::stop_token& stop = {});

} // namespace nei::ui
