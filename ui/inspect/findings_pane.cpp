// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/findings_pane.h"

#include "core/base/text.h"
#include "core/report/check.h"
#include "ui/common/copy_button.h"
#include "ui/common/text.h"
#include "ui/inspect/finding_detail.h"
#include "ui/inspect/verdicts.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace nei::ui {
namespace {

enum Column { severity, title, item };
enum Scope { whole_bundle, this_item };

constexpr int list_width = 520;

/// Counts with their marks, in the head of the pane.
class Counts : public QWidget {
public:
    explicit Counts(const Theme& theme) : theme_(theme), row_(new QHBoxLayout(this)) {
        row_->setContentsMargins(8, 0, 0, 0);
        row_->setSpacing(14);
    }

    void setCounts(const FindingCounts& counts, const QString& rest) {
        while (QLayoutItem* old = row_->takeAt(0)) {
            delete old->widget();
            delete old;
        }
        const auto add = [&](rules::Severity which, const char* one, const char* many) {
            const int count = counts[static_cast<std::size_t>(which)];
            if (count == 0) return;
            const QString words = from_utf8(counted(static_cast<unsigned long long>(count), one, many));
            row_->addWidget(new MarkWord(theme_, mark_of(which), words));
        };
        add(rules::Severity::blocker, "blocker", "blockers");
        add(rules::Severity::warning, "warning", "warnings");
        add(rules::Severity::note, "note", "notes");
        if (rest.isEmpty()) return;
        auto* label = new QLabel(rest);
        label->setTextFormat(Qt::PlainText);
        label->setForegroundRole(QPalette::PlaceholderText);
        row_->addWidget(label);
    }

private:
    const Theme& theme_;
    QHBoxLayout* row_;
};

} // namespace

FindingsPane::FindingsPane(const ViewServices& services, QWidget* parent)
    : QWidget(parent), services_(services), head_(new PaneHead(services.theme, tr("Findings"))), fold_(new QToolButton),
      scope_(new QButtonGroup(this)), copy_(small_button(tr("Copy as text"))), columns_(new QSplitter),
      model_(new TreeModel({tr("Severity"), tr("Finding"), tr("Item")}, this)),
      table_(new TreeView(services.theme, model_, TreeView::Style::table, tr("Findings"))),
      nothing_(new MessagePane(services.theme)), detail_(new FindingDetail(services)),
      counts_(new Counts(services.theme)) {
    counts_->setFont(services.theme.font(FontRole::small));
    head_->setTopLine();
    fold_->setObjectName(QStringLiteral("quiet"));
    fold_->setFocusPolicy(Qt::TabFocus);
    connect(fold_, &QToolButton::clicked, this, [this] { Q_EMIT foldWanted(!isFolded()); });
    head_->addAfterTitle(counts_);
    head_->addWidget(makeScope());
    copy_->setIcon(services.theme.icon(QStringLiteral("copy")));
    make_copy_button(services.theme, *copy_, [this] { return text(); });
    head_->addWidget(copy_);
    head_->addWidget(fold_);

    table_->setRootIsDecorated(false);
    table_->setHeaderHidden(true);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    auto* list = new QWidget;
    QVBoxLayout* list_column = tight_column(list);
    list_column->addWidget(table_, 1);
    list_column->addWidget(nothing_, 1);
    columns_->setHandleWidth(1);
    columns_->setChildrenCollapsible(false);
    columns_->addWidget(list);
    columns_->addWidget(detail_);
    columns_->setStretchFactor(1, 1);
    columns_->setSizes({list_width, list_width});
    QVBoxLayout* column = tight_column(this);
    column->addWidget(head_);
    column->addWidget(columns_, 1);
    setNarrow(false);
    setFolded(false); // not before it is in here: it would be a window of its own for a moment
    connect(table_, &TreeView::currentChangedTo, this, [this] {
        showDetail();
        const rules::Finding* finding = selected();
        if (finding != nullptr && table_->hasFocus()) Q_EMIT findingChosen(*finding);
    });
    // A click on the finding that is selected already goes there again.
    connect(table_, &QAbstractItemView::clicked, this, [this] {
        if (const rules::Finding* finding = selected()) Q_EMIT findingChosen(*finding);
    });
    connect(&services.theme, &Theme::changed, this, &FindingsPane::showDetail); // its text has colours of its own
}

QWidget* FindingsPane::makeScope() {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 8, 0);
    row->setSpacing(4);
    scope_->setExclusive(true);
    for (const auto& [id, text] : {std::pair{whole_bundle, tr("Whole bundle")}, {this_item, tr("This item")}}) {
        auto* chip = new QToolButton;
        chip->setObjectName(QStringLiteral("filterChip"));
        chip->setText(text);
        chip->setCheckable(true);
        chip->setFocusPolicy(Qt::TabFocus);
        scope_->addButton(chip, id);
        row->addWidget(chip);
    }
    scope_->button(whole_bundle)->setChecked(true);
    connect(scope_, &QButtonGroup::idClicked, this, &FindingsPane::showRows);
    return box;
}

bool FindingsPane::showsItemOnly() const {
    return scope_->checkedId() == this_item;
}

void FindingsPane::setNarrow(bool narrow) {
    table_->setColumnHidden(item, narrow);
    table_->setColumnShares({narrow ? 30 : 19, narrow ? 70 : 60, 21});
    copy_->setText(narrow ? QString() : tr("Copy as text"));
    copy_->setAccessibleName(tr("Copy the findings as text"));
}

void FindingsPane::setFolded(bool folded) {
    columns_->setVisible(!folded);
    fold_->setIcon(services_.theme.icon(folded ? QStringLiteral("expand") : QStringLiteral("collapse")));
    fold_->setToolTip(folded ? tr("Show the findings") : tr("Fold the findings away"));
    fold_->setAccessibleName(fold_->toolTip());
}

bool FindingsPane::isFolded() const {
    return columns_->isHidden();
}

int FindingsPane::headHeight() const {
    return std::max(head_->sizeHint().height(), head_->minimumHeight());
}

void FindingsPane::setJudged(std::shared_ptr<const bundle::Bundle> bundle, const Judged& judged, Checking checking,
                             const rules::Intent& intent) {
    const bool same_findings = judged.judgement != nullptr && judged_.judgement != nullptr && bundle == bundle_ &&
                               judged.judgement->findings == judged_.judgement->findings;
    bundle_ = std::move(bundle);
    judged_ = judged;
    checking_ = checking;
    intent_ = intent;
    if (same_findings)
        showCounts();
    else
        showRows();
}

void FindingsPane::setItem(std::size_t item) {
    if (item_ == item) return;
    item_ = item;
    if (showsItemOnly()) showRows();
}

void FindingsPane::showRows() {
    std::vector<Row> rows;
    std::optional<int> same; // as the one that is selected
    const std::vector<rules::Finding> none;
    const auto& findings = judged_.judgement != nullptr ? judged_.judgement->findings : none;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const rules::Finding& finding = findings[i];
        if (showsItemOnly() && finding.item != item_) continue;
        const bundle::CodeItem& of = bundle_->items[finding.item];
        const QString slice = finding.architecture ? QStringLiteral(", ") + shown(*finding.architecture) : QString();
        Row row;
        row.key = static_cast<int>(i);
        if (!same && rules::fingerprint(finding, *bundle_) == shown_) same = static_cast<int>(i);
        row.cells = {{.text = severity_word(finding.severity), .mark = mark_of(finding.severity)},
                     {.text = shown(finding.title)},
                     {.text = shown(of.name) + slice,
                      .whole = shown(of.path == "." ? of.name : of.path) + slice,
                      .tone = Tone::secondary,
                      .elide = Qt::ElideMiddle}};
        rows.push_back(std::move(row));
    }
    const bool any = !rows.empty();
    model_->setRows(std::move(rows));
    table_->setVisible(any);
    nothing_->setVisible(!any);
    showCounts();
    if (!any) return detail_->clear();
    // The first is the cause.
    table_->selectKey(same.value_or(model_->index(0, 0).data(KeyRole).toInt()));
}

void FindingsPane::showCounts() {
    if (judged_.judgement == nullptr) {
        static_cast<Counts*>(counts_)->setCounts({}, {});
        nothing_->setMessage(QStringLiteral("running"), Colour::text_secondary, tr("Not judged yet"), {});
        return;
    }
    const QString rest = checking_ == Checking::running   ? tr("more may follow, the check is still running")
                         : checking_ == Checking::stopped ? tr("more may follow, the check was stopped")
                                                          : QString();
    static_cast<Counts*>(counts_)->setCounts(count_findings(*judged_.judgement), rest);
    const auto all = judged_.judgement->findings.size();
    if (all > 0 && bundle_ != nullptr && item_ < bundle_->items.size())
        nothing_->setMessage(QStringLiteral("checked"), Colour::text_secondary,
                             tr("No findings for %1").arg(shown(bundle_->items[item_].name)),
                             tr("%1 in the whole bundle.").arg(all));
    else
        nothing_->setMessage(QStringLiteral("ok"), Colour::ok, tr("No findings"),
                             rest.isEmpty() ? tr("NE Inspector found nothing that would stop this code.") : rest);
}

const rules::Finding* FindingsPane::selected() const {
    const QVariant key = table_->currentKey();
    if (!key.isValid() || judged_.judgement == nullptr) return nullptr;
    const auto index = static_cast<std::size_t>(key.toInt());
    return index < judged_.judgement->findings.size() ? &judged_.judgement->findings[index] : nullptr;
}

void FindingsPane::showDetail() {
    const rules::Finding* finding = selected();
    if (finding == nullptr) return detail_->clear();
    shown_ = rules::fingerprint(*finding, *bundle_);
    detail_->setFinding(*finding);
}

QString FindingsPane::text() const {
    if (bundle_ == nullptr || judged_.judgement == nullptr) return {};
    const std::string text = report::check_text({*bundle_, *judged_.judgement, intent_}, {});
    return from_utf8(text) + tr("NE Inspector %1").arg(QStringLiteral(NEI_VERSION)) + QLatin1Char('\n');
}

void FindingsPane::copyText() {
    QGuiApplication::clipboard()->setText(text());
}

} // namespace nei::ui
