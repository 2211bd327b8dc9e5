// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/entitlements_view.h"

#include "ui/common/text.h"
#include "ui/inspect/entitlement_rows.h"
#include "ui/inspect/item_facts.h"

#include <QHeaderView>
#include <QVBoxLayout>

namespace nei::ui {
namespace {

constexpr int least_detail_lines = 3;
constexpr int most_detail_lines = 6;

} // namespace

EntitlementsView::EntitlementsView(const Theme& theme, QWidget* parent)
    : ViewPage(parent), model_(new TreeModel(entitlement_columns(), this)),
      pane_(new TablePane(theme, model_, TreeView::Style::table, tr("Entitlements, claimed and allowed"))),
      empty_(new MessagePane(theme)), detail_(new TextBox(theme.font(FontRole::monospace), least_detail_lines,
                                                          most_detail_lines, tr("Selected value in full"))),
      profile_(new QFrame), profile_head_(new PaneHead(theme, tr("Profile"))), profile_state_(fact_label({})),
      profile_facts_(new FactGrid(theme, 3)) {
    detail_->setObjectName(QStringLiteral("detailLine"));
    profile_->setObjectName(QStringLiteral("profileFacts"));
    profile_state_->setWordWrap(true);
    profile_state_->setContentsMargins(16, 8, 16, 8);
    table()->setIndentation(0);
    table()->header()->setStretchLastSection(true);

    auto* facts = new QVBoxLayout(profile_);
    facts->setContentsMargins(0, 0, 0, 0);
    facts->setSpacing(0);
    facts->addWidget(profile_head_);
    facts->addWidget(profile_state_);
    facts->addWidget(profile_facts_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(pane_, 1);
    column->addWidget(empty_, 1);
    column->addWidget(detail_);
    column->addWidget(profile_);
    connect(table(), &TreeView::currentChangedTo, this, &EntitlementsView::showDetail);
}

void EntitlementsView::setItem(const ShownItem& shown_item) {
    const bundle::CodeItem& item = *shown_item;
    model_->setRows(entitlement_rows(item));
    has_rows_ = model_->rowCount() > 0;
    forms_differ_ = forms_differ(item);
    has_profile_ = item.profile.has_value();
    showDetail({});

    const QString state = profile_state(item);
    empty_->setMessage(QStringLiteral("entitlement"), Colour::text_secondary, tr("No entitlements"), state);
    profile_state_->setText(state);
    profile_facts_->setFacts(profile_summary(item, shown_item.now));
    profile_path_ = shown(item.profile_path);
    profile_line_ = item.profile ? profile_line(*item.profile) : QString();
    arrange();
}

void EntitlementsView::setRoom(Room room) {
    room_ = room;
    profile_facts_->setColumns(room.narrow ? 2 : 3);
    arrange();
}

void EntitlementsView::arrange() {
    pane_->setVisible(has_rows_);
    empty_->setVisible(!has_rows_);
    detail_->setVisible(has_rows_);
    profile_->setVisible(has_rows_ || has_profile_);
    profile_facts_->setVisible(has_profile_ && !room_.low);
    profile_state_->setVisible(!has_profile_);
    profile_head_->setAddition(room_.low && has_profile_ ? profile_line_ : profile_path_);
    table()->setColumnHidden(entitlement_column::der, room_.narrow && !forms_differ_);

    table()->setColumnShares(forms_differ_ ? QList{28, 24, 16, 17, 15} : QList{32, 30, 6, 17, 15});
}

void EntitlementsView::showDetail(const QModelIndex& index) {
    if (!index.isValid() || index.data(SpannedRole).toBool()) {
        detail_->setText({});
        detail_->setPlaceholderText(tr("Choose a row to read its values in full."));
        return;
    }
    const auto whole = [&](int column) { return index.siblingAtColumn(column).data(WholeTextRole).toString(); };
    QString text = tr("%1\nclaimed: %2").arg(whole(entitlement_column::key), whole(entitlement_column::claimed));
    if (forms_differ_) text += tr("\nDER: %1").arg(whole(entitlement_column::der));
    text += tr("\nallowed: %1").arg(whole(entitlement_column::allowed));
    detail_->setText(text);
}

} // namespace nei::ui
