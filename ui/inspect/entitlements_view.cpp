// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/entitlements_view.h"

#include "ui/common/text.h"
#include "ui/inspect/entitlement_rows.h"
#include "ui/inspect/item_facts.h"
#include "ui/inspect/profile_view.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace nei::ui {
namespace {

constexpr int least_detail_lines = 3;
constexpr int most_detail_lines = 6;

const profile::Authorisation* authorisation_of(const bundle::CodeItem& item, const QString& key) {
    const auto found = std::ranges::find_if(item.authorisation,
                                            [&](const profile::Authorisation& row) { return shown(row.key) == key; });
    return found != item.authorisation.end() ? &*found : nullptr;
}

/// The value that the meaning is about: what is claimed, else what is allowed.
const plist::Value* value_of(const profile::Authorisation& row) {
    for (const std::optional<plist::Value>* value : {&row.claimed_der, &row.claimed_xml, &row.allowed})
        if (*value) return &**value;
    return nullptr;
}

} // namespace

EntitlementsView::EntitlementsView(const Theme& theme, QWidget* parent)
    : ViewPage(parent), stack_(new QStackedWidget), model_(new TreeModel(entitlement_columns(), this)),
      pane_(new TablePane(theme, model_, TreeView::Style::table, tr("Entitlements, claimed and allowed"))),
      empty_(new MessagePane(theme)), detail_(new TextBox(theme.font(FontRole::monospace), least_detail_lines,
                                                          most_detail_lines, tr("Selected value in full"))),
      meaning_(fact_label({})), profile_(new QFrame), profile_head_(new PaneHead(theme, tr("Profile"))),
      show_profile_(new QToolButton), profile_state_(fact_label({})), profile_facts_(new FactGrid(theme, 3)),
      whole_profile_(new ProfileView(theme)) {
    detail_->setObjectName(QStringLiteral("detailLine"));
    meaning_->setObjectName(QStringLiteral("meaning"));
    meaning_->setAccessibleName(tr("What the selected key means"));
    meaning_->setWordWrap(true);
    meaning_->setContentsMargins(14, 0, 16, 6);
    meaning_->setBackgroundRole(QPalette::AlternateBase); // one area with the values above it
    meaning_->setAutoFillBackground(true);
    profile_->setObjectName(QStringLiteral("profileFacts"));
    profile_head_->setIcon(QStringLiteral("profile"));
    profile_head_->addWidget(show_profile_);
    show_profile_->setObjectName(QStringLiteral("link"));
    show_profile_->setText(tr("Show the whole profile"));
    show_profile_->setFont(theme.font(FontRole::small));
    show_profile_->setFocusPolicy(Qt::TabFocus);
    show_profile_->setCursor(Qt::PointingHandCursor);
    profile_state_->setWordWrap(true);
    profile_state_->setContentsMargins(16, 8, 16, 8);
    pane_->view()->setIndentation(0);
    pane_->view()->header()->setStretchLastSection(true);
    whole_profile_->offerBack(tr("Back to the entitlements"));

    stack_->addWidget(makeClaims());
    stack_->addWidget(whole_profile_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(stack_);
    model_->setLateCells(entitlement_column::verdict, [this](const QVariant& key) -> const Cell* {
        const auto found = verdicts_.find(key.toString());
        return found == verdicts_.end() ? nullptr : &found->second;
    });
    connect(pane_->view(), &TreeView::currentChangedTo, this, &EntitlementsView::showDetail);
    connect(show_profile_, &QToolButton::clicked, this, [this] { showProfile(true); });
    connect(whole_profile_, &ProfileView::backWanted, this, [this] { showProfile(false); });
}

QWidget* EntitlementsView::makeClaims() {
    QVBoxLayout* facts = tight_column(profile_);
    facts->addWidget(profile_head_);
    facts->addWidget(profile_state_);
    facts->addWidget(profile_facts_);
    auto* claims = new QWidget;
    QVBoxLayout* column = tight_column(claims);
    column->addWidget(pane_, 1);
    column->addWidget(empty_, 1);
    column->addWidget(detail_);
    column->addWidget(meaning_);
    column->addWidget(profile_);
    return claims;
}

TreeView* EntitlementsView::table() const {
    return showsProfile() ? whole_profile_->table() : pane_->view();
}

bool EntitlementsView::showsProfile() const {
    return stack_->currentWidget() == whole_profile_;
}

void EntitlementsView::select(const QVariant& key) {
    stack_->setCurrentIndex(0);
    pane_->view()->selectKey(key);
}

void EntitlementsView::showProfile(bool whole) {
    if (whole == showsProfile() || (whole && !has_profile_)) return;
    if (whole) {
        const signature::Signature* signature = item_->main_signature();
        whole_profile_->setProfile(*item_->profile, item_.now, profile_path_,
                                   signature != nullptr ? signature->signer.get() : nullptr);
    }
    stack_->setCurrentIndex(whole ? 1 : 0);
    // The keyboard goes on where the eye does.
    if (whole)
        whole_profile_->table()->setFocus(Qt::OtherFocusReason);
    else
        show_profile_->setFocus(Qt::OtherFocusReason);
}

void EntitlementsView::setItem(const ShownItem& shown_item) {
    item_ = shown_item;
    verdicts_.clear();
    const bundle::CodeItem& item = *item_;
    stack_->setCurrentIndex(0);
    model_->setRows(entitlement_rows(item));
    has_rows_ = model_->rowCount() > 0;
    forms_differ_ = forms_differ(item);
    has_profile_ = item.profile.has_value();
    showDetail({});

    const QString state = profile_state(item);
    empty_->setMessage(QStringLiteral("entitlement"), Colour::text_secondary, tr("No entitlements"), state);
    profile_state_->setText(state);
    profile_facts_->setFacts(profile_summary(item, item_.now));
    profile_path_ = shown(item.profile_path);
    profile_line_ = item.profile ? profile_line(*item.profile) : QString();
    profile_match_ = profile_match(item);
    arrange();
}

void EntitlementsView::setJudged(const Judged& judged) {
    item_.judged = judged;
    verdicts_ = entitlement_verdicts(*item_, item_.index, judged);
    model_->refreshLateCells();
    showDetail(pane_->view()->currentIndex());
}

void EntitlementsView::setRoom(Room room) {
    room_ = room;
    profile_facts_->setColumns(room.narrow ? 2 : 3);
    whole_profile_->setNarrow(room.narrow);
    arrange();
}

void EntitlementsView::arrange() {
    const bool one_line = room_.low && has_profile_;
    pane_->setVisible(has_rows_);
    empty_->setVisible(!has_rows_);
    detail_->setVisible(has_rows_);
    profile_->setVisible(has_rows_ || has_profile_);
    profile_facts_->setVisible(has_profile_ && !room_.low);
    profile_state_->setVisible(!has_profile_);
    show_profile_->setVisible(has_profile_);
    profile_head_->setAddition(one_line ? profile_line_ : profile_path_);
    profile_head_->setState(one_line ? profile_match_.mark : Mark::none, one_line ? profile_match_.verdict : QString());
    TreeView* claims = pane_->view();
    claims->setColumnHidden(entitlement_column::der, room_.narrow && !forms_differ_);
    // Narrow, keys are cut at their left so that words have room.
    claims->setColumnShares(forms_differ_  ? QList{28, 24, 16, 17, 15}
                            : room_.narrow ? QList{30, 30, 6, 21, 19}
                                           : QList{32, 30, 6, 17, 15});
}

void EntitlementsView::showDetail(const QModelIndex& index) {
    const bool is_key = index.isValid() && !index.data(SpannedRole).toBool();
    const profile::Authorisation* row = is_key ? authorisation_of(*item_, index.data(KeyRole).toString()) : nullptr;
    const QString meaning = row != nullptr ? entitlement_meaning(row->key, value_of(*row)) : QString();
    meaning_->setText(meaning);
    meaning_->setVisible(!meaning.isEmpty());
    if (!is_key) {
        detail_->setText({});
        detail_->setPlaceholderText(tr("Choose a row to read its values in full."));
        return;
    }
    const auto whole = [&](int column) { return index.siblingAtColumn(column).data(WholeTextRole).toString(); };
    QString text = tr("%1\nclaimed: %2").arg(whole(entitlement_column::key), whole(entitlement_column::claimed));
    if (forms_differ_) text += tr("\nDER: %1").arg(whole(entitlement_column::der));
    text += tr("\nallowed: %1").arg(whole(entitlement_column::allowed));
    if (verdicts_.contains(index.data(KeyRole).toString()))
        text += tr("\nverdict: %1").arg(whole(entitlement_column::verdict));
    detail_->setText(text);
}

} // namespace nei::ui
