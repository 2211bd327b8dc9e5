// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/problems_pane.h"

#include "core/base/text.h"
#include "ui/common/text.h"
#include "ui/inspect/code_tree.h"

#include <QVBoxLayout>

namespace nei::ui {
namespace {

enum Column { severity, place, message };

} // namespace

ProblemsPane::ProblemsPane(const Theme& theme, QWidget* parent)
    : QWidget(parent), head_(new PaneHead(theme, tr("Problems"))),
      model_(new TreeModel({tr("Kind"), tr("Where"), tr("What happened")}, this)),
      table_(new TreeView(theme, model_, TreeView::Style::table, tr("Problems while reading"))),
      sentence_(new TextBox(theme.font(FontRole::body), 1, 4, tr("Selected problem in full"))) {
    table_->setRootIsDecorated(false);
    table_->setColumnShares({11, 33, 56});
    sentence_->setObjectName(QStringLiteral("detailLine"));
    head_->setTopLine();
    QVBoxLayout* column = tight_column(this);
    column->addWidget(head_);
    column->addWidget(table_, 1);
    column->addWidget(sentence_);
    connect(table_, &TreeView::currentChangedTo, this, [this](const QModelIndex& index) {
        sentence_->setText(index.siblingAtColumn(message).data(WholeTextRole).toString());
        const QVariant key = index.data(KeyRole);
        if (key.isValid() && table_->hasFocus()) Q_EMIT itemChosen(key.toInt());
    });
}

void ProblemsPane::setBundle(const bundle::Bundle& bundle) {
    const auto owners = problem_owners(bundle);
    std::vector<Row> rows;
    for (std::size_t i = 0; i < bundle.problems.size(); ++i) {
        const Problem& problem = bundle.problems[i];
        const bool error = problem.severity == ProblemSeverity::error;
        Row row;
        if (owners[i]) row.key = static_cast<int>(*owners[i]);
        row.cells = {{.text = error ? tr("Not read") : tr("Warning"), .mark = error ? Mark::unknown : Mark::warning},
                     {.text = problem.path.empty() ? tr("the whole input") : shown(problem.path),
                      .monospace = !problem.path.empty(),
                      .elide = Qt::ElideMiddle},
                     {.text = shown(problem.message)}};
        rows.push_back(std::move(row));
    }
    head_->setAddition(from_utf8(counted(rows.size(), "problem", "problems")) + tr(" while reading"));
    model_->setRows(std::move(rows));
    sentence_->setText({});
}

} // namespace nei::ui
