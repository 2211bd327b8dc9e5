// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/item_view.h"

#include "ui/common/widgets.h"
#include "ui/inspect/entitlements_view.h"
#include "ui/inspect/item_header.h"
#include "ui/inspect/profile_view.h"
#include "ui/inspect/signature_view.h"

#include <QTabBar>
#include <QVBoxLayout>

namespace nei::ui {

ItemView::ItemView(const Theme& theme, QWidget* parent)
    : QWidget(parent), header_(new ItemHeader(theme)), stack_(new QStackedWidget), reading_(new MessagePane(theme)),
      tabs_(new QTabWidget), entitlements_(new EntitlementsView(theme)), profile_(new ProfileView(theme)),
      signature_(new SignatureView(theme)) {
    tabs_->setObjectName(QStringLiteral("itemViews"));
    tabs_->tabBar()->setObjectName(QStringLiteral("views"));
    tabs_->setDocumentMode(true);
    tabs_->tabBar()->setDrawBase(false);
    entitlements_tab_ = tabs_->addTab(entitlements_, tr("Entitlements && profile"));
    profile_tab_ = tabs_->addTab(profile_, tr("Profile"));
    signature_tab_ = tabs_->addTab(signature_, tr("Signature"));
    tabs_->setTabVisible(profile_tab_, false);
    connect(tabs_, &QTabWidget::currentChanged, this, [this](int tab) {
        if (!changing_item_) wanted_ = tab == signature_tab_ ? signature : entitlements;
    });

    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header_);
    column->addWidget(stack_, 1);
    stack_->addWidget(tabs_);
    stack_->addWidget(reading_);
    reading_->setMessage(QStringLiteral("running"), Colour::text_secondary, tr("Reading code and signatures"),
                         tr("What the bundle is made of is known. What its code claims, and who signed it, follows."));
}

void ItemView::setItem(const std::shared_ptr<const bundle::Bundle>& bundle, std::size_t item, Timestamp now) {
    const bundle::CodeItem& shown = bundle->items[item];
    header_->setItem(*bundle, shown);
    stack_->setCurrentWidget(bundle->structure_only ? static_cast<QWidget*>(reading_) : tabs_);
    entitlements_->setItem(shown, now);
    signature_->setItem(bundle, shown, now);
    const bool lone_profile = shown.kind == bundle::ItemKind::profile && shown.profile;
    if (lone_profile) profile_->setProfile(*shown.profile, now);
    changing_item_ = true; // tabs that come and go are not the user's choice
    tabs_->setTabVisible(profile_tab_, lone_profile);
    tabs_->setTabVisible(entitlements_tab_, !lone_profile);
    tabs_->setTabVisible(signature_tab_, !lone_profile);
    showView(wanted_);
    changing_item_ = false;
}

void ItemView::showView(View view) {
    wanted_ = view;
    if (tabs_->isTabVisible(profile_tab_))
        tabs_->setCurrentIndex(profile_tab_);
    else
        tabs_->setCurrentIndex(view == signature ? signature_tab_ : entitlements_tab_);
}

ItemView::View ItemView::currentView() const {
    return tabs_->currentIndex() == signature_tab_ ? signature : entitlements;
}

TreeView* ItemView::table() const {
    if (tabs_->currentIndex() == profile_tab_) return profile_->table();
    return tabs_->currentIndex() == signature_tab_ ? signature_->table() : entitlements_->table();
}

void ItemView::setNarrow(bool narrow, bool low) {
    header_->setNarrow(narrow);
    entitlements_->setNarrow(narrow);
    entitlements_->setLow(low);
    profile_->setNarrow(narrow);
}

} // namespace nei::ui
