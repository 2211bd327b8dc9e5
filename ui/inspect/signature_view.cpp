// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/signature_view.h"

#include "core/report/codesign_text.h"
#include "core/report/slice_comparison.h"
#include "ui/common/copy_button.h"
#include "ui/common/text.h"
#include "ui/inspect/signature_comparison.h"
#include "ui/inspect/signature_details.h"
#include "ui/inspect/signature_rows.h"
#include "ui/inspect/signature_unreadable.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <array>

namespace nei::ui {
namespace {

constexpr int most_slices = 5;
constexpr int signer_column = 5;
constexpr int state_column = 6;

/// The row that is shown first: the slice that stands for the item, with the code directory that macOS prefers.
int main_row(const bundle::CodeItem& item) {
    const auto addresses = directories_of(item);
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const DirectoryAddress& address = addresses[i];
        const signature::Signature* signature = signature_at(item, address);
        if (!address.slice || &item.slices[*address.slice] != item.main_slice() || signature == nullptr) continue;
        if (signature->code_directories.empty() || signature->preferred_directory() == address.directory)
            return static_cast<int>(i);
    }
    return 0;
}

} // namespace

SignatureView::SignatureView(const Theme& theme, QWidget* parent)
    : ViewPage(parent), slices_model_(new TreeModel(slice_columns(), this)),
      slices_(new TreeView(theme, slices_model_, TreeView::Style::table, tr("Slices and their code directories"))),
      summary_(fact_label({})), integrity_(new VerdictStrip(theme)), below_(new QStackedWidget),
      details_(new SignatureDetails(theme)), comparison_(new SliceComparison(theme)),
      unreadable_(new UnreadableSignature(theme)), missing_(new MessagePane(theme)), tools_(new QWidget(this)),
      compare_(small_button(tr("Compare slices"))), copy_(small_button(tr("Copy as codesign -dvvv"))) {
    slices_->setRootIsDecorated(false);
    slices_->fitHeight(most_slices);
    summary_->setForegroundRole(QPalette::PlaceholderText);
    summary_->setFont(theme.font(FontRole::small));
    summary_->setContentsMargins(16, 5, 16, 5);
    summary_->setWordWrap(true);
    for (QWidget* page : std::array<QWidget*, 4>{details_, comparison_, unreadable_, missing_}) below_->addWidget(page);
    QVBoxLayout* column = tight_column(this);
    column->addWidget(slices_);
    column->addWidget(summary_);
    auto* strip = new QHBoxLayout;
    strip->setContentsMargins(16, 6, 16, 6);
    strip->addWidget(integrity_);
    column->addLayout(strip);
    column->addWidget(below_, 1);
    slices_model_->setLateCells(state_column, [this](const QVariant& key) -> const Cell* {
        const auto row = static_cast<std::size_t>(key.toUInt());
        return row < states_.size() && states_[row].mark != Mark::none ? &states_[row] : nullptr;
    });
    makeTools(theme);
    setRoom({});
    connect(slices_, &TreeView::currentChangedTo, this, &SignatureView::showBelow);
}

void SignatureView::makeTools(const Theme& theme) {
    compare_->setIcon(theme.icon(QStringLiteral("compare")));
    compare_->setCheckable(true);
    compare_->setObjectName(QStringLiteral("compareSlices"));
    compare_->setAccessibleName(tr("Compare slices"));
    compare_->setToolTip(tr("Compare slices: show what each of them says side by side"));
    copy_->setObjectName(QStringLiteral("copyAsCodesign"));
    copy_->setAccessibleName(tr("Copy as codesign -dvvv"));
    copy_->setToolTip(tr("Copy what codesign -dvvv prints of the selected slice"));
    make_copy_button(theme, *copy_, [this] { return codesignText(); });
    auto* row = new QHBoxLayout(tools_);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addStretch();
    row->addWidget(compare_);
    row->addWidget(copy_);
    connect(compare_, &QPushButton::toggled, this, &SignatureView::showBelow);
}

void SignatureView::setItem(const ShownItem& shown_item) {
    item_ = shown_item;
    states_.clear();
    const bundle::CodeItem& item = *item_;
    slices_model_->setRows(slice_rows(item));
    slices_->setVisible(slices_model_->rowCount() > 0);
    const bool several = item.slices.size() > 1;
    compare_->setVisible(several);
    copy_->setVisible(slices_model_->rowCount() > 0);
    const auto facts = report::compare_slices(item);
    summary_->setText(from_utf8(report::slice_summary(item, facts)));
    summary_->setVisible(several);
    comparison_->setFacts(item, facts);
    if (slices_model_->rowCount() > 0) slices_->selectKey(main_row(item));
    showBelow();
}

void SignatureView::setJudged(const Judged& judged) {
    item_.judged = judged;
    states_ = judged.integrity != nullptr ? slice_states(*item_, item_.index, *judged.integrity) : std::vector<Cell>();
    slices_model_->refreshLateCells();
    showIntegrity();
}

/// What verification found of the selected slice.
void SignatureView::showIntegrity() {
    const QVariant key = slices_->currentKey();
    const std::size_t row = key.isValid() ? key.toUInt() : states_.size();
    if (row >= states_.size()) return integrity_->setVerdict(Mark::none, {});
    integrity_->setVerdict(states_[row].mark, states_[row].whole);
}

void SignatureView::setRoom(Room room) {
    // Beside the tabs there is no room for more than icons.
    copy_->setText(room.narrow ? QString() : tr("Copy as codesign -dvvv"));
    compare_->setText(room.narrow ? QString() : tr("Compare slices"));
    slices_->setColumnHidden(signer_column, room.narrow); // the chips and the chain say it as well
    slices_->setColumnShares(room.narrow ? QList{11, 30, 10, 18, 18, 0, 13} : QList{8, 31, 8, 15, 15, 12, 11});
}

bool SignatureView::isComparing() const {
    return below_->currentWidget() == comparison_;
}

void SignatureView::showBelow() {
    if (item_.bundle == nullptr) return;
    showIntegrity();
    const bundle::CodeItem& item = *item_;
    copy_->setEnabled(!codesignText().isEmpty());
    if (compare_->isChecked() && item.slices.size() > 1) return below_->setCurrentWidget(comparison_);
    const auto addresses = directories_of(item);
    const QVariant key = slices_->currentKey();
    const std::size_t row = key.isValid() ? key.toUInt() : addresses.size();
    if (row >= addresses.size()) return showMissing(nullptr);
    const DirectoryAddress& address = addresses[row];
    if (signature_at(item, address) != nullptr) {
        details_->setDirectory(item_, address);
        return below_->setCurrentWidget(details_);
    }
    const macho::Slice& code = item.slices[*address.slice].code;
    if (!code.signature_range) return showMissing(&code);
    unreadable_->setSlice(*item_.bundle, item, *address.slice);
    below_->setCurrentWidget(unreadable_);
}

void SignatureView::showMissing(const macho::Slice* code) {
    const auto say = [this](const QString& title, const QString& sentence) {
        missing_->setMessage(QStringLiteral("signature"), Colour::text_secondary, title, sentence);
    };
    if (code != nullptr)
        say(tr("Not signed"), tr("This code is not signed. Macs with Apple silicon do not run unsigned code."));
    else if (item_->executable_missing)
        say(tr("No signature"), tr("The executable that its Info.plist names is not there."));
    else
        say(tr("No signature"), tr("This item contains no code and carries no signature of its own."));
    below_->setCurrentWidget(missing_);
}

QString SignatureView::codesignText() const {
    if (item_.bundle == nullptr) return {};
    const auto addresses = directories_of(*item_);
    const QVariant key = slices_->currentKey();
    if (!key.isValid() || key.toUInt() >= addresses.size()) return {};
    const DirectoryAddress& address = addresses[key.toUInt()];
    // Of a signature that could not be read it would say that there is none.
    if (address.slice && item_->slices[*address.slice].has_unreadable_signature()) return {};
    return from_utf8(report::codesign_text(*item_.bundle, *item_, address.slice));
}

} // namespace nei::ui
