// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/row_set.h"

#include <algorithm>
#include <utility>

namespace nei::ui {

Row heading_row(const QString& title, const QString& addition, std::vector<Row> rows) {
    Row row;
    row.spanned = true;
    row.cells.push_back(
        {.text = title, .suffix = addition, .whole = title + QLatin1Char(' ') + addition, .tone = Tone::strong});
    row.children = std::move(rows);
    return row;
}

RowSet::RowSet(std::vector<Row> rows) {
    fill(root_, std::move(rows));
}

void RowSet::fill(RowNode& node, std::vector<Row> rows) {
    node.children.resize(rows.size());
    size_ += rows.size();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        RowNode& child = node.children[i];
        child.parent = &node;
        fill(child, std::exchange(rows[i].children, {}));
        child.row = std::move(rows[i]);
        if (child.row.spanned) ++headings_;
    }
}

namespace {

bool contains(const Row& row, const QString& text) {
    return std::ranges::any_of(row.cells, [&](const Cell& cell) {
        return cell.text.contains(text, Qt::CaseInsensitive) || cell.whole.contains(text, Qt::CaseInsensitive);
    });
}

const Cell* cell_at(const Row& row, int column) {
    const auto at = static_cast<std::size_t>(column);
    return at < row.cells.size() ? &row.cells[at] : nullptr;
}

bool is_less(const Row& left, const Row& right, int column) {
    const Cell* a = cell_at(left, column);
    const Cell* b = cell_at(right, column);
    if (a == nullptr || b == nullptr) return a == nullptr && b != nullptr;
    if (a->sort.isValid() && b->sort.isValid()) return QVariant::compare(a->sort, b->sort) == QPartialOrdering::Less;
    return a->text.compare(b->text, Qt::CaseInsensitive) < 0;
}

class Arranger {
public:
    Arranger(const Arrangement& wish, const std::stop_token& stop) : wish_(wish), stop_(stop) {}

    std::size_t shown = 0;
    std::size_t matches = 0;

    /// What of `from`'s children is shown; `whole`: all of it, because a row above was found.
    std::vector<ShownNode> children(const RowNode& from, bool whole) {
        std::vector<ShownNode> result;
        for (const RowNode& child : from.children) {
            if (stop_.stop_requested()) break;
            const bool found = whole || is_found(child.row);
            ShownNode node{.node = &child, .children = children(child, found && wish_.tags == 0)};
            if (!found && node.children.empty()) continue;
            if (found && !child.row.spanned) ++matches;
            result.push_back(std::move(node));
        }
        if (wish_.column >= 0) sort(result);
        shown += result.size();
        return result;
    }

private:
    bool is_found(const Row& row) const {
        if (!wish_.isFiltered()) return true;
        if (row.spanned || (wish_.tags != 0 && (row.tags & wish_.tags) == 0)) return false;
        return wish_.filter.isEmpty() || contains(row, wish_.filter);
    }

    void sort(std::vector<ShownNode>& nodes) const {
        std::ranges::stable_sort(nodes, [this](const ShownNode& left, const ShownNode& right) {
            const Row& a = left.node->row;
            const Row& b = right.node->row;
            if (a.spanned || b.spanned) return false;
            return wish_.order == Qt::AscendingOrder ? is_less(a, b, wish_.column) : is_less(b, a, wish_.column);
        });
    }

    const Arrangement& wish_;
    const std::stop_token& stop_;
};

/// Positions and parents, once nothing moves any more.
void link(ShownNode& node) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        node.children[i].parent = &node;
        node.children[i].position = static_cast<int>(i);
        link(node.children[i]);
    }
}

} // namespace

std::shared_ptr<const ShownRows> arrange(std::shared_ptr<const RowSet> rows, Arrangement arrangement,
                                         const std::stop_token& stop) {
    auto result = std::make_shared<ShownRows>();
    Arranger arranger(arrangement, stop);
    result->root.node = &rows->root();
    result->root.children = arranger.children(rows->root(), !arrangement.isFiltered());
    link(result->root);
    result->size = arranger.shown;
    result->matches = arranger.matches;
    result->rows = std::move(rows);
    result->arrangement = std::move(arrangement);
    return result;
}

} // namespace nei::ui
