// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/files_view.h"

#include "core/base/text.h"
#include "core/report/words.h"
#include "core/source/export_file.h"
#include "ui/common/flow_layout.h"
#include "ui/common/text.h"
#include "ui/inspect/content_window.h"
#include "ui/inspect/file_rows.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

#include <array>

namespace nei::ui {
namespace {

constexpr int detail_width = 284;

struct ChipKind {
    unsigned tag; ///< 0: all
    const char* text;
};
constexpr std::array chip_kinds{
    ChipKind{0, QT_TRANSLATE_NOOP("FilesView", "All")},
    ChipKind{tag_changed, QT_TRANSLATE_NOOP("FilesView", "Changed")},
    ChipKind{tag_sealed, QT_TRANSLATE_NOOP("FilesView", "Sealed")},
    ChipKind{tag_nested, QT_TRANSLATE_NOOP("FilesView", "Nested code")},
    ChipKind{tag_not_sealed, QT_TRANSLATE_NOOP("FilesView", "Not sealed")},
    ChipKind{tag_not_in_seal, QT_TRANSLATE_NOOP("FilesView", "Not in the seal")},
    ChipKind{tag_missing, QT_TRANSLATE_NOOP("FilesView", "Missing")},
};

static_assert(chip_kinds.size() == file_chips);

/// Files with each tag, and at [0] all of them.
void count_tags(const std::vector<Row>& rows, FileCounts& counts) {
    for (const Row& row : rows) {
        count_tags(row.children, counts);
        if (row.tags == 0) continue;
        ++counts[0];
        for (std::size_t i = 1; i < chip_kinds.size(); ++i)
            if ((row.tags & chip_kinds[i].tag) != 0) ++counts[i];
    }
}

/// What a worker makes of an item's files.
struct Listing {
    Result<bundle::FileList> list;
    FileCounts counts{};
};

} // namespace

FilesView::FilesView(const ViewServices& services, QWidget* parent)
    : ViewPage(parent), services_(services), model_(new TreeModel(file_columns(), this)),
      pane_(new TablePane(services.theme, model_, TreeView::Style::table, tr("Files"), TablePane::Filter::always)),
      chips_(new QButtonGroup(this)), stack_(new QStackedWidget), message_(new MessagePane(services.theme)),
      columns_(new QSplitter), state_(new QLabel), detail_head_(new PaneHead(services.theme, tr("File"))),
      facts_(new FactGrid(services.theme, 1)), meaning_(fact_label({})), exported_(fact_label({})),
      show_(small_button(tr("Show contents"))), export_(small_button(tr("Export the file…"))),
      export_job_(services.workers) {
    table()->setColumnShares({34, 12, 13, 23, 18});
    pane_->filterBar()->addAfter(state_);
    state_->setTextFormat(Qt::PlainText);
    state_->setMinimumWidth(1);
    state_->setFont(services.theme.font(FontRole::small));
    state_->setForegroundRole(QPalette::PlaceholderText);
    auto* list = new QWidget;
    QVBoxLayout* list_column = tight_column(list);
    list_column->addWidget(makeChips());
    list_column->addWidget(pane_, 1);
    columns_->setHandleWidth(1);
    columns_->setChildrenCollapsible(false);
    columns_->addWidget(list);
    columns_->addWidget(makeDetail());
    columns_->setStretchFactor(0, 1);
    stack_->addWidget(columns_);
    stack_->addWidget(message_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(stack_);
    connect(model_, &TreeModel::arranged, this, &FilesView::showRows);
    connect(table(), &TreeView::currentChangedTo, this, &FilesView::showDetail);
    connect(table(), &TreeView::filterInTheWay, this, [this] {
        chips_->button(0)->setChecked(true);
        model_->setTags(0);
    });
    connect(show_, &QPushButton::clicked, this, &FilesView::showSelectedContent);
    connect(export_, &QPushButton::clicked, this, &FilesView::exportSelected);
    connect(table(), &QAbstractItemView::activated, this, &FilesView::showSelectedContent);
    model_->setUrlOf([this](const QVariant& key) {
        return item_.folder.isEmpty() ? QUrl() : QUrl::fromLocalFile(item_.folder + QLatin1Char('/') + key.toString());
    });
    table()->setDragEnabled(true);
    showDetail({});
}

QWidget* FilesView::makeChips() {
    auto* bar = new QFrame;
    bar->setObjectName(QStringLiteral("chipRow"));
    auto* edge = new QVBoxLayout(bar);
    edge->setContentsMargins(12, 6, 12, 0);
    auto* chips = new QWidget;
    edge->addWidget(chips);
    auto* row = new FlowLayout(4, 4, chips);
    chips_->setExclusive(true);
    for (std::size_t i = 0; i < chip_kinds.size(); ++i) {
        auto* chip = new QToolButton;
        chip->setObjectName(QStringLiteral("filterChip"));
        chip->setText(tr(chip_kinds[i].text));
        chip->setCheckable(true);
        chip->setFocusPolicy(Qt::TabFocus);
        chips_->addButton(chip, static_cast<int>(i));
        row->addWidget(chip);
    }
    chips_->button(0)->setChecked(true);
    connect(chips_, &QButtonGroup::idClicked, this,
            [this](int id) { model_->setTags(chip_kinds[static_cast<std::size_t>(id)].tag); });
    return bar;
}

QWidget* FilesView::makeDetail() {
    auto* body = new QWidget;
    body->setBackgroundRole(QPalette::Base);
    body->setAutoFillBackground(true);
    for (QLabel* label : {meaning_, exported_}) {
        label->setWordWrap(true);
        label->setContentsMargins(16, 4, 16, 4);
    }
    exported_->setForegroundRole(QPalette::PlaceholderText);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(16, 4, 16, 8);
    buttons->setSpacing(8);
    buttons->addWidget(show_);
    buttons->addWidget(export_);
    buttons->addStretch();
    QVBoxLayout* column = tight_column(body);
    column->addWidget(meaning_);
    column->addWidget(facts_);
    column->addLayout(buttons);
    column->addWidget(exported_);
    column->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(body);
    auto* detail = new QWidget;
    QVBoxLayout* detail_column = tight_column(detail);
    detail_column->addWidget(detail_head_);
    detail_column->addWidget(scroll, 1);
    detail->setMinimumWidth(detail_width);
    return detail;
}

void FilesView::setItem(const ShownItem& item) {
    item_ = item;
    list_.reset();
    counts_ = {};
    export_job_.cancel();
    exported_->clear();
    showDetail({});
    if (item.files == nullptr) {
        message_->setMessage(QStringLiteral("file"), Colour::text_secondary, tr("No files"),
                             tr("This bundle does not come from files that could be listed."));
        stack_->setCurrentWidget(message_);
        return;
    }
    stack_->setCurrentWidget(columns_);
    model_->setRows({});
    state_->setText(tr("Reading the seal…"));
    const auto listing = services_.workers.freed(std::make_shared<Listing>());
    model_->build(
        services_.workers,
        [item, listing](const TaskControl& control) -> std::vector<Row> {
            listing->list = bundle::list_files(*item.files, *item.bundle, item.index, control);
            if (!listing->list) return {};
            std::vector<Row> rows = file_rows(*item.bundle, *listing->list, item.judged.integrity.get());
            count_tags(rows, listing->counts);
            return rows;
        },
        [this, listing] {
            if (!listing->list) return state_->setText(shown(listing->list.error().message));
            list_ = std::shared_ptr<const bundle::FileList>(listing, &*listing->list);
            counts_ = listing->counts;
            state_->setText(list_->problems.empty() ? QString() : shown(list_->problems.front().message));
            state_->setToolTip(plain_tooltip(state_->text()));
        });
}

void FilesView::setJudged(const Judged& judged) {
    const bool same = judged.integrity == item_.judged.integrity;
    item_.judged = judged;
    if (same || item_.bundle == nullptr || item_.files == nullptr) return;
    if (!list_) return setItem(ShownItem(item_)); // it is being read: what comes should say it all
    // Rows are made anew from the same list; until they are there those of before stay.
    const QVariant key = table()->currentKey();
    const auto counts = std::make_shared<FileCounts>();
    model_->build(
        services_.workers,
        [item = item_, list = list_, counts](const TaskControl&) {
            std::vector<Row> rows = file_rows(*item.bundle, *list, item.judged.integrity.get());
            count_tags(rows, *counts);
            return rows;
        },
        [this, counts] { counts_ = *counts; });
    if (key.isValid()) table()->selectKey(key);
}

void FilesView::setRoom(Room room) {
    columns_->setOrientation(room.narrow ? Qt::Vertical : Qt::Horizontal);
    columns_->widget(1)->setMinimumWidth(room.narrow ? 0 : detail_width);
    columns_->setSizes(room.narrow ? QList{width(), 150} : QList{width() - detail_width, detail_width});
    table()->setColumnHidden(file_column::kind, room.narrow);
    table()->setColumnHidden(file_column::rule, room.narrow);
}

void FilesView::showRows() {
    for (std::size_t i = 0; i < chip_kinds.size(); ++i) {
        QAbstractButton* chip = chips_->button(static_cast<int>(i));
        chip->setText(tr("%1 %2").arg(tr(chip_kinds[i].text)).arg(counts_[i]));
        chip->setEnabled(i == 0 || counts_[i] > 0 || chip->isChecked());
    }
    if (list_ && !table()->currentIndex().isValid()) table()->setCurrentIndex(model_->index(0, 0));
}

const bundle::ListedFile* FilesView::selected() const {
    const QVariant key = table()->currentKey();
    if (!list_ || !key.isValid()) return nullptr;
    return listed_file(*list_, key.toString().toStdString());
}

void FilesView::showDetail(const QModelIndex& index) {
    const bundle::ListedFile* file = selected();
    detail_head_->setTitle(index.isValid() ? index.siblingAtColumn(file_column::name).data().toString() : tr("File"));
    facts_->setFacts(file != nullptr ? file_facts(*list_, *file) : std::vector<Fact>());
    meaning_->setText(file != nullptr ? index.siblingAtColumn(file_column::seal).data(WholeTextRole).toString()
                      : index.isValid()
                          ? tr("A folder: %1.").arg(index.siblingAtColumn(file_column::size).data().toString())
                          : tr("Choose a file to read what the seal says of it."));
    const bool readable = file != nullptr && file->entry && file->kind == source::EntryKind::file;
    show_->setEnabled(readable);
    export_->setEnabled(readable);
}

void FilesView::showSelectedContent() {
    const bundle::ListedFile* file = selected();
    if (file == nullptr || !file->entry || file->kind != source::EntryKind::file) return;
    auto* window = new ContentWindow(services_, item_.files, *file->entry, this);
    window->show();
}

void FilesView::exportSelected() {
    const bundle::ListedFile* file = selected();
    if (file == nullptr || !file->entry || !services_.chooseExport) return;
    const QString name = shown(source::file_name(file->path));
    const auto target = services_.chooseExport(this, name);
    if (!target) return;
    exported_->setText(tr("Writing %1…").arg(name));
    export_job_.start(
        [files = item_.files, entry = *file->entry, target = *target](const TaskControl& control) -> Result<bool> {
            if (const auto written = source::export_file(*files, entry, target, control); !written)
                return std::unexpected(written.error());
            return true;
        },
        [this, name](const Result<bool>& written) {
            exported_->setText(written ? tr("%1 was written.").arg(name) : shown(written.error().message));
        });
}

} // namespace nei::ui
