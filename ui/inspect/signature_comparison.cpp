// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/signature_comparison.h"

#include "core/base/text.h"
#include "ui/common/text.h"

#include <QCoreApplication>
#include <QVBoxLayout>

#include <algorithm>
#include <unordered_map>

namespace nei::ui {
namespace {

using report::SliceFact;

constexpr int least_detail_lines = 2;
constexpr int most_detail_lines = 8;
constexpr int fact_share = 34;
constexpr int fact_share_of_many = 24; ///< from three slices on

QString tr(const char* text) {
    return QCoreApplication::translate("SliceComparison", text);
}

/// Values that are equal to the first one need not be read twice.
Cell value_cell(const std::string& value, const std::string& first, bool is_first) {
    if (value.empty()) return quiet_cell(QStringLiteral("–"), tr("not stated"));
    if (!is_first && value == first) return quiet_cell(tr("same"), shown(value));
    return {.text = shown(value), .monospace = true, .elide = Qt::ElideMiddle};
}

/// An element of a list: a key with its value, or a path alone.
struct Element {
    std::string name;
    std::vector<std::optional<std::string>> values; ///< one a slice, nothing where the slice does not have it
    bool differs() const {
        return std::ranges::any_of(values, [&](const auto& value) { return value != values.front(); });
    }
};

std::vector<Element> elements_of(const SliceFact& fact) {
    constexpr std::string_view equals = " = ";
    std::vector<Element> elements;
    std::unordered_map<std::string_view, std::size_t> places; // names are those of the fact's own lines
    for (std::size_t slice = 0; slice < fact.values.size(); ++slice) {
        std::string_view rest = fact.values[slice];
        while (!rest.empty()) {
            const std::string_view line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(std::min(rest.size(), line.size() + 1));
            const std::size_t split = line.find(equals);
            const std::string_view name = line.substr(0, split);
            const auto [place, is_new] = places.try_emplace(name, elements.size());
            if (is_new)
                elements.push_back(
                    {std::string(name), std::vector<std::optional<std::string>>(fact.values.size(), std::nullopt)});
            elements[place->second].values[slice] =
                split == std::string_view::npos ? std::string() : std::string(line.substr(split + equals.size()));
        }
    }
    std::ranges::stable_partition(elements, &Element::differs);
    return elements;
}

Row element_row(const Element& element) {
    Row row;
    row.cells.push_back({.text = shown(element.name),
                         .tone = element.differs() ? Tone::strong : Tone::normal,
                         .monospace = true,
                         .elide = Qt::ElideLeft});
    for (std::size_t i = 0; i < element.values.size(); ++i) {
        const auto& value = element.values[i];
        if (!value)
            row.cells.push_back(quiet_cell(tr("not there")));
        else if (i > 0 && value == element.values.front())
            row.cells.push_back(quiet_cell(tr("same"), shown(*value)));
        else if (value->empty())
            row.cells.push_back({.text = tr("there")});
        else
            row.cells.push_back({.text = shown(*value), .monospace = true, .elide = Qt::ElideMiddle});
    }
    return row;
}

bool is_list(const SliceFact& fact) {
    return std::ranges::any_of(fact.values, [](const std::string& value) { return value.contains('\n'); });
}

Row fact_row(const SliceFact& fact) {
    Row row;
    row.cells.push_back({.text = from_utf8(fact.name), .tone = fact.differs ? Tone::strong : Tone::normal});
    if (!is_list(fact)) {
        for (std::size_t i = 0; i < fact.values.size(); ++i)
            row.cells.push_back(value_cell(fact.values[i], fact.values.front(), i == 0));
        return row;
    }
    for (const Element& element : elements_of(fact)) row.children.push_back(element_row(element));
    for (std::size_t i = 0; i < fact.values.size(); ++i) {
        const std::string& value = fact.values[i];
        const auto lines = static_cast<unsigned long long>(value.empty() ? 0 : std::ranges::count(value, '\n') + 1);
        const bool same = i > 0 && value == fact.values.front();
        row.cells.push_back(
            quiet_cell(same ? tr("same") : from_utf8(counted(lines, "element", "elements")), shown(value, true)));
    }
    return row;
}

} // namespace

QStringList comparison_columns(const bundle::CodeItem& item) {
    QStringList columns{tr("Fact")};
    for (const bundle::CodeSlice& slice : item.slices) columns.append(shown(slice.code.architecture));
    return columns;
}

std::vector<Row> comparison_rows(std::span<const SliceFact> facts) {
    std::vector<Row> result;
    const auto add = [&](const QString& title, auto belongs) {
        std::vector<Row> rows;
        for (const SliceFact& fact : facts) {
            const bool stated = std::ranges::any_of(fact.values, [](const auto& value) { return !value.empty(); });
            if (stated && belongs(fact)) rows.push_back(fact_row(fact));
        }
        if (rows.empty()) return;
        const QString count = from_utf8(counted(rows.size(), "fact", "facts"));
        Row heading;
        heading.spanned = true;
        heading.cells.push_back(
            {.text = title, .suffix = count, .whole = title + QLatin1Char(' ') + count, .tone = Tone::strong});
        heading.children = std::move(rows);
        result.push_back(std::move(heading));
    };
    add(tr("Different"), [](const SliceFact& fact) { return fact.differs && !fact.is_code; });
    add(tr("Different because their code is"), [](const SliceFact& fact) { return fact.differs && fact.is_code; });
    add(tr("The same"), [](const SliceFact& fact) { return !fact.differs; });
    return result;
}

SliceComparison::SliceComparison(const Theme& theme, QWidget* parent)
    : QWidget(parent), model_(new TreeModel({tr("Fact")}, this)),
      pane_(new TablePane(theme, model_, TreeView::Style::table, tr("Slices compared"), TablePane::Filter::always)),
      detail_(new TextBox(theme.font(FontRole::monospace), least_detail_lines, most_detail_lines,
                          tr("Selected fact in full"))) {
    detail_->setObjectName(QStringLiteral("detailLine"));
    QVBoxLayout* column = tight_column(this);
    column->addWidget(pane_, 1);
    column->addWidget(detail_);
    connect(table(), &TreeView::currentChangedTo, this, &SliceComparison::showDetail);
}

void SliceComparison::setFacts(const bundle::CodeItem& item, std::span<const SliceFact> facts) {
    const QStringList columns = comparison_columns(item);
    model_->setRows({});
    model_->setColumns(columns);
    model_->setRows(comparison_rows(facts));
    const auto slices = static_cast<int>(columns.size()) - 1;
    const int share = slices > 2 ? fact_share_of_many : fact_share;
    QList<int> shares{share};
    for (int i = 0; i < slices; ++i) shares.append((100 - share) / std::max(slices, 1));
    table()->setColumnShares(shares);
    showDetail({});
}

void SliceComparison::showDetail(const QModelIndex& index) {
    if (!index.isValid() || index.data(SpannedRole).toBool()) {
        detail_->setText({});
        detail_->setPlaceholderText(tr("Choose a fact to read its values in full."));
        return;
    }
    QStringList lines{index.siblingAtColumn(0).data(WholeTextRole).toString()};
    for (int column = 1; column < model_->columnCount(); ++column)
        lines.append(
            QStringLiteral("%1: %2").arg(model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
                                         index.siblingAtColumn(column).data(WholeTextRole).toString()));
    detail_->setText(lines.join(QLatin1Char('\n')));
}

} // namespace nei::ui
