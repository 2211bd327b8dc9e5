// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/tree_model.h"

#include "ui/common/text.h"

#include <QMimeData>

#include <algorithm>
#include <utility>

namespace nei::ui {
namespace {

/// Fewer rows are arranged at once: a worker's answer would come a frame later.
constexpr std::size_t arranged_at_once = 1'000;

/// Depth first; null where no node has the key.
template <class Node, class KeyOf>
const Node* find_key(const Node& root, const QVariant& key, const KeyOf& key_of) {
    std::vector<const Node*> pending{&root};
    while (!pending.empty()) {
        const Node* at = pending.back();
        pending.pop_back();
        if (at != &root && key_of(*at) == key) return at;
        for (auto child = at->children.rbegin(); child != at->children.rend(); ++child) pending.push_back(&*child);
    }
    return nullptr;
}

} // namespace

TreeModel::TreeModel(QStringList columns, QObject* parent)
    : QAbstractItemModel(parent), columns_(std::move(columns)), shown_(arrange(std::make_shared<RowSet>(), {})) {}

TreeModel::~TreeModel() {
    if (workers_ != nullptr) workers_->release(std::move(shown_));
}

void TreeModel::setRows(std::vector<Row> rows) {
    if (job_) job_->cancel();
    building_ = false;
    show(arrange(std::make_shared<RowSet>(std::move(rows)), wish_), false);
}

void TreeModel::setColumns(QStringList columns) {
    beginResetModel();
    columns_ = std::move(columns);
    endResetModel();
}

void TreeModel::build(Workers& workers, MakeRows make, std::function<void()> ready) {
    workers_ = &workers;
    if (!job_) job_ = std::make_unique<JobSlot>(workers);
    building_ = true;
    job_->start(
        [make = std::move(make), wish = wish_](const TaskControl& control) -> Result<std::shared_ptr<const ShownRows>> {
            return arrange(std::make_shared<RowSet>(make(control)), wish, control.stop);
        },
        [this, ready = std::move(ready)](const Result<std::shared_ptr<const ShownRows>>& result) {
            building_ = false;
            if (!result) return;
            if (ready) ready();
            show(*result, false);
            arrangeAs(wish_); // the wish may have changed meanwhile
        });
}

void TreeModel::setFilter(const QString& text) {
    Arrangement wish = wish_;
    wish.filter = text;
    arrangeAs(std::move(wish));
}

void TreeModel::setTags(unsigned tags) {
    Arrangement wish = wish_;
    wish.tags = tags;
    arrangeAs(std::move(wish));
}

void TreeModel::sort(int column, Qt::SortOrder order) {
    Arrangement wish = wish_;
    wish.column = column;
    wish.order = order;
    arrangeAs(std::move(wish));
}

void TreeModel::arrangeAs(Arrangement wish) {
    wish_ = std::move(wish);
    if (building_ || wish_ == shown_->arrangement) return;
    if (!job_ || shown_->rows->size() <= arranged_at_once) {
        show(arrange(shown_->rows, wish_), true);
        return;
    }
    job_->start(
        [rows = shown_->rows, wish = wish_](const TaskControl& control) -> Result<std::shared_ptr<const ShownRows>> {
            return arrange(rows, wish, control.stop);
        },
        [this](const Result<std::shared_ptr<const ShownRows>>& result) {
            if (result) show(*result, true);
        });
}

void TreeModel::show(std::shared_ptr<const ShownRows> shown, bool rearranging) {
    rearranging_ = rearranging;
    beginResetModel();
    std::swap(shown_, shown);
    endResetModel();
    rearranging_ = false;
    // Tens of thousands of strings take longer to free than a frame lasts.
    if (workers_ != nullptr) workers_->release(std::move(shown));
    Q_EMIT arranged();
}

const ShownNode& TreeModel::node(const QModelIndex& index) const {
    return index.isValid() ? *static_cast<const ShownNode*>(index.constInternalPointer()) : shown_->root;
}

QModelIndex TreeModel::indexOf(const ShownNode& shown, int column) const {
    return &shown == &shown_->root ? QModelIndex() : createIndex(shown.position, column, &shown);
}

QModelIndex TreeModel::find(const QVariant& key) const {
    const auto key_of = [](const ShownNode& node) -> const QVariant& { return node.node->row.key; };
    const ShownNode* found = find_key(shown_->root, key, key_of);
    return found != nullptr ? indexOf(*found) : QModelIndex();
}

bool TreeModel::hasKey(const QVariant& key) const {
    const auto key_of = [](const RowNode& node) -> const QVariant& { return node.row.key; };
    return find_key(shown_->rows->root(), key, key_of) != nullptr;
}

const RowNode* TreeModel::nodeAt(const QModelIndex& index) const {
    return index.isValid() ? node(index).node : nullptr;
}

QModelIndex TreeModel::indexOf(const RowNode* wanted) const {
    std::vector<const RowNode*> path; // from the row up to the root
    for (const RowNode* at = wanted; at != nullptr && at->parent != nullptr; at = at->parent) path.push_back(at);
    const ShownNode* shown = &shown_->root;
    for (auto step = path.rbegin(); step != path.rend(); ++step) {
        const auto found = std::ranges::find(shown->children, *step, &ShownNode::node);
        if (found == shown->children.end()) return {};
        shown = &*found;
    }
    return indexOf(*shown);
}

void TreeModel::setUrlOf(std::function<QUrl(const QVariant& key)> url_of) {
    url_of_ = std::move(url_of);
}

QModelIndex TreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, &node(parent).children[static_cast<std::size_t>(row)]);
}

QModelIndex TreeModel::parent(const QModelIndex& index) const {
    if (!index.isValid()) return {};
    return indexOf(*node(index).parent);
}

int TreeModel::rowCount(const QModelIndex& parent) const {
    return parent.column() > 0 ? 0 : static_cast<int>(node(parent).children.size());
}

int TreeModel::columnCount(const QModelIndex&) const {
    return static_cast<int>(columns_.size());
}

const Cell* TreeModel::cellAt(const RowNode& node, int column) const {
    if (column == late_column_ && late_cells_)
        if (const Cell* late = late_cells_(node.row.key)) return late;
    const auto place = static_cast<std::size_t>(column);
    return place < node.row.cells.size() ? &node.row.cells[place] : nullptr;
}

void TreeModel::setLateCells(int column, LateCells cells) {
    late_column_ = column;
    late_cells_ = std::move(cells);
}

void TreeModel::refreshLateCells() {
    announce(late_column_, {});
}

/// Tells views that the cells of a column are others.
void TreeModel::announce(int column, const QModelIndex& parent) {
    const int rows = rowCount(parent);
    if (rows == 0) return;
    Q_EMIT dataChanged(index(0, column, parent), index(rows - 1, column, parent));
    for (int row = 0; row < rows; ++row) announce(column, index(row, 0, parent));
}

QVariant TreeModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = node(index).node->row;
    if (role == KeyRole) return row.key;
    if (role == SpannedRole) return row.spanned;
    static const Cell empty;
    const Cell* known = cellAt(*node(index).node, index.column());
    const Cell& cell = known != nullptr ? *known : empty;
    switch (role) {
    case Qt::DisplayRole: return cell.text;
    case Qt::ToolTipRole: return plain_tooltip(cell.wholeText());
    case Qt::AccessibleTextRole: {
        const QString word = mark_word(cell.mark);
        const QString text = cell.suffix.isEmpty() ? cell.text : cell.text + QLatin1Char(' ') + cell.suffix;
        return word.isEmpty() || text.startsWith(word) ? text : word + QStringLiteral(": ") + text;
    }
    case MarkRole: return static_cast<int>(cell.mark);
    case WholeTextRole: return cell.wholeText();
    case SuffixRole: return cell.suffix;
    case IconRole: return cell.icon;
    case ToneRole: return static_cast<int>(cell.tone);
    case MonospaceRole: return cell.monospace;
    case RightRole: return cell.right;
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

Qt::ItemFlags TreeModel::flags(const QModelIndex& index) const {
    const Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    return url_of_ && index.isValid() ? flags | Qt::ItemIsDragEnabled : flags;
}

QStringList TreeModel::mimeTypes() const {
    return {QStringLiteral("text/plain"), QStringLiteral("text/uri-list")};
}

QMimeData* TreeModel::mimeData(const QModelIndexList& indexes) const {
    QStringList texts;
    QList<QUrl> urls;
    for (const QModelIndex& index : indexes) {
        if (index.column() != 0) continue;
        texts.append(index.data(WholeTextRole).toString());
        if (const QUrl url = url_of_ ? url_of_(index.data(KeyRole)) : QUrl(); url.isValid()) urls.append(url);
    }
    auto* data = new QMimeData;
    data->setText(texts.join(QLatin1Char('\n')));
    if (!urls.isEmpty()) data->setUrls(urls);
    return data;
}

} // namespace nei::ui
