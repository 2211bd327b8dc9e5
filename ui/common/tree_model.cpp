// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/tree_model.h"

#include "ui/common/text.h"

#include <utility>

namespace nei::ui {

struct TreeModel::Node {
    Row row; ///< without its children
    const Node* parent = nullptr;
    int position = 0;
    std::vector<Node> children; ///< never changed once built: indices point into it

    void fill(Row source) {
        children.resize(source.children.size());
        for (std::size_t i = 0; i < children.size(); ++i) {
            children[i].parent = this;
            children[i].position = static_cast<int>(i);
            children[i].fill(std::move(source.children[i]));
        }
        source.children.clear();
        row = std::move(source);
    }
};

TreeModel::TreeModel(QStringList columns, QObject* parent)
    : QAbstractItemModel(parent), columns_(std::move(columns)), root_(std::make_unique<Node>()) {}

TreeModel::~TreeModel() = default;

void TreeModel::setRows(std::vector<Row> rows) {
    auto root = std::make_unique<Node>();
    root->fill({.cells = {}, .children = std::move(rows), .spanned = false, .key = {}});
    beginResetModel();
    root_ = std::move(root);
    endResetModel();
}

void TreeModel::setColumns(QStringList columns) {
    beginResetModel();
    columns_ = std::move(columns);
    endResetModel();
}

const TreeModel::Node& TreeModel::node(const QModelIndex& index) const {
    return index.isValid() ? *static_cast<const Node*>(index.constInternalPointer()) : *root_;
}

QModelIndex TreeModel::find(const QVariant& key) const {
    std::vector<const Node*> pending{root_.get()};
    while (!pending.empty()) {
        const Node* at = pending.back();
        pending.pop_back();
        if (at != root_.get() && at->row.key == key) return createIndex(at->position, 0, at);
        for (auto child = at->children.rbegin(); child != at->children.rend(); ++child) pending.push_back(&*child);
    }
    return {};
}

QModelIndex TreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, &node(parent).children[static_cast<std::size_t>(row)]);
}

QModelIndex TreeModel::parent(const QModelIndex& index) const {
    if (!index.isValid()) return {};
    const Node* above = node(index).parent;
    return above == root_.get() ? QModelIndex() : createIndex(above->position, 0, above);
}

int TreeModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(node(parent).children.size());
}

int TreeModel::columnCount(const QModelIndex&) const {
    return static_cast<int>(columns_.size());
}

QVariant TreeModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = node(index).row;
    if (role == KeyRole) return row.key;
    if (role == SpannedRole) return row.spanned;
    static const Cell empty;
    const auto column = static_cast<std::size_t>(index.column());
    const Cell& cell = column < row.cells.size() ? row.cells[column] : empty;
    switch (role) {
    case Qt::DisplayRole: return cell.text;
    case Qt::ToolTipRole: return plain_tooltip(cell.wholeText());
    case Qt::AccessibleTextRole: {
        const QString word = mark_word(cell.mark);
        const QString text = cell.suffix.isEmpty() ? cell.text : cell.text + QLatin1Char(' ') + cell.suffix;
        return word.isEmpty() || text.startsWith(word) ? text : word + QStringLiteral(": ") + text;
    }
    case SortRole: return cell.sort.isValid() ? cell.sort : QVariant(cell.text);
    case MarkRole: return static_cast<int>(cell.mark);
    case WholeTextRole: return cell.wholeText();
    case SuffixRole: return cell.suffix;
    case IconRole: return cell.icon;
    case ToneRole: return static_cast<int>(cell.tone);
    case MonospaceRole: return cell.monospace;
    case ElideRole: return static_cast<int>(cell.elide);
    default: return {};
    }
}

QVariant TreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columns_.size()) return {};
    if (role == Qt::DisplayRole) return columns_.at(section);
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    return {};
}

} // namespace nei::ui
