// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/search_pane.h"

#include "core/base/text.h"
#include "core/report/find.h"
#include "ui/common/text.h"
#include "ui/inspect/code_tree.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace nei::ui {
namespace {

/// Nobody reads more; a longer text finds fewer.
constexpr std::size_t most_hits = 500;

Row row_of(const bundle::Bundle& bundle, const bundle::Hit& hit, int number) {
    Row row;
    row.key = number;
    const bundle::CodeItem* item = hit.item ? &bundle.items[*hit.item] : nullptr;
    const QString value = shown(hit.value);
    row.cells = {{.text = item != nullptr ? shown(item->name) : QObject::tr("the whole input"),
                  .whole = shown(hit.path),
                  .icon = item != nullptr ? item_icon(item->kind) : QStringLiteral("folder"),
                  .elide = Qt::ElideMiddle},
                 {.text = from_utf8(report::place_words(hit)), .tone = Tone::secondary},
                 {.text = shown(hit.key), .elide = Qt::ElideLeft},
                 {.text = value, .monospace = true, .elide = Qt::ElideMiddle}};
    return row;
}

} // namespace

SearchPane::SearchPane(const ViewServices& services, QWidget* parent)
    : QWidget(parent), theme_(services.theme), head_(new PaneHead(services.theme, tr("Search results"))),
      model_(new TreeModel({tr("Code item"), tr("Found in"), tr("Key"), tr("Value")}, this)),
      table_(new TreeView(services.theme, model_, TreeView::Style::table, tr("Search results"))),
      nothing_(new MessagePane(services.theme)), job_(services.workers) {
    table_->setRootIsDecorated(false);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setColumnShares({22, 15, 28, 35});
    head_->setTopLine();
    QPushButton* close = small_button(tr("Close"));
    close->setToolTip(tr("Close the search results"));
    head_->addWidget(close);
    QVBoxLayout* column = tight_column(this);
    column->addWidget(head_);
    column->addWidget(table_, 1);
    column->addWidget(nothing_, 1);
    nothing_->hide();
    connect(close, &QPushButton::clicked, this, &SearchPane::closed);
    connect(table_, &TreeView::currentChangedTo, this, [this](const QModelIndex& index) {
        const auto hit = static_cast<std::size_t>(index.data(KeyRole).toInt());
        if (index.isValid() && hit < hits_.hits.size()) Q_EMIT hitChosen(hits_.hits[hit]);
    });
}

void SearchPane::search(std::shared_ptr<const bundle::Bundle> bundle, std::shared_ptr<const source::FileTree> files,
                        const QString& text) {
    text_ = text;
    bundle_ = std::move(bundle);
    if (text.isEmpty() || bundle_ == nullptr) {
        job_.cancel();
        show({});
        return;
    }
    head_->setAddition(tr("searching…"));
    job_.start([bundle = bundle_, files = std::move(files), wanted = text.toStdString()](const TaskControl& control)
                   -> Result<bundle::Hits> { return bundle::search(files.get(), *bundle, wanted, most_hits, control); },
               [this](const Result<bundle::Hits>& hits) {
                   if (hits) show(*hits);
               });
}

void SearchPane::show(const bundle::Hits& hits) {
    hits_ = {}; // the rows of before stand for nothing any more
    std::vector<Row> rows;
    for (const bundle::Hit& hit : hits.hits) rows.push_back(row_of(*bundle_, hit, static_cast<int>(rows.size())));
    model_->setRows(std::move(rows));
    hits_ = hits;
    const QString count = from_utf8(counted(hits.hits.size(), "place", "places"));
    head_->setAddition(text_.isEmpty() ? QString()
                       : hits.more     ? tr("the first %1 with \"%2\"").arg(count, text_)
                                       : tr("%1 with \"%2\"").arg(count, text_));
    const bool nothing = hits.hits.empty() && !text_.isEmpty();
    if (nothing)
        nothing_->setMessage(QStringLiteral("search"), Colour::text_secondary, tr("Nothing found"),
                             shown(report::nothing_found_words(text_.toStdString())));
    nothing_->setVisible(nothing);
    table_->setVisible(!nothing);
}

void SearchPane::step(int by) {
    const int count = model_->rowCount();
    if (count == 0) return;
    const QModelIndex current = table_->currentIndex();
    const int next = current.isValid() ? (current.row() + by + count) % count : by > 0 ? 0 : count - 1;
    table_->setCurrentIndex(model_->index(next, 0));
}

} // namespace nei::ui
