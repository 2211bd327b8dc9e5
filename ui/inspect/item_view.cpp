// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/item_view.h"

#include "ui/common/widgets.h"
#include "ui/inspect/entitlements_view.h"
#include "ui/inspect/files_view.h"
#include "ui/inspect/info_plist_view.h"
#include "ui/inspect/item_header.h"
#include "ui/inspect/libraries_view.h"
#include "ui/inspect/profile_view.h"
#include "ui/inspect/signature_view.h"

#include <QTabBar>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace nei::ui {
namespace {

/// Tabs without a frame. In document mode Qt draws the line below the tabs once more, beside them, where buttons are.
class Tabs : public QTabWidget {
protected:
    void paintEvent(QPaintEvent*) override {}
};

/// A tab's content until the view itself is made.
QWidget* empty_holder() {
    auto* holder = new QWidget;
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    return holder;
}

/// Makes the views from `next` on, one at a time between other events, so that none has to be made when it is wanted.
void make_ahead(ItemView& view, int next) {
    if (next == ItemView::view_count) return;
    view.page(static_cast<ItemView::View>(next));
    QTimer::singleShot(0, &view, [&view, next] { make_ahead(view, next + 1); });
}

} // namespace

ItemView::ItemView(const ViewServices& services, QWidget* parent)
    : QWidget(parent), services_(services), header_(new ItemHeader(services.theme)), stack_(new QStackedWidget),
      reading_(new MessagePane(services.theme)), tabs_(new Tabs), tools_(new QStackedWidget),
      profile_holder_(empty_holder()) {
    tabs_->setObjectName(QStringLiteral("itemViews"));
    tabs_->tabBar()->setObjectName(QStringLiteral("views"));
    tabs_->tabBar()->setAccessibleName(tr("Views of the item"));
    tabs_->setDocumentMode(true);
    tabs_->tabBar()->setDrawBase(false);
    tools_->addWidget(new QWidget); // for views without
    tools_->setContentsMargins(0, 0, 12, 4);
    tabs_->setCornerWidget(tools_);
    tabs_->addTab(profile_holder_, tr("Profile"));
    const std::array<QString, view_count> titles{tr("Entitlements && profile"), tr("Signature"), tr("Info.plist"),
                                                 tr("Libraries"), tr("Files")};
    for (std::size_t view = 0; view < view_count; ++view) {
        holders_[view] = empty_holder();
        tabs_->addTab(holders_[view], titles[view]);
    }
    tabs_->setTabVisible(tabs_->indexOf(profile_holder_), false);
    connect(tabs_, &QTabWidget::currentChanged, this, [this] {
        if (changing_item_) return;
        if (!showsProfile()) wanted_ = currentView();
        showCurrent();
    });

    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    QVBoxLayout* column = tight_column(this);
    column->addWidget(header_);
    column->addWidget(stack_, 1);
    stack_->addWidget(tabs_);
    stack_->addWidget(reading_);
    reading_->setMessage(QStringLiteral("running"), Colour::text_secondary, tr("Reading code and signatures"),
                         tr("What the bundle is made of is known. What its code claims, and who signed it, follows."));
}

ViewPage* ItemView::makePage(View view) {
    switch (view) {
    case entitlements: return new EntitlementsView(services_.theme);
    case signature: return new SignatureView(services_.theme);
    case info_plist: return new InfoPlistView(services_.theme, services_.workers);
    case libraries: return new LibrariesView(services_.theme);
    case files: return new FilesView(services_);
    case view_count: break;
    }
    return nullptr;
}

ViewPage* ItemView::page(View view) {
    ViewPage*& page = pages_[view];
    if (page != nullptr) return page;
    page = makePage(view);
    page->setRoom(room_); // before it is measured
    holders_[view]->layout()->addWidget(page);
    put_in_tab_order(holders_[view], page);
    page->show(); // else it would be there only after the next events
    if (page->tools() != nullptr) tools_->addWidget(page->tools());
    return page;
}

ProfileView* ItemView::profile() {
    if (profile_ != nullptr) return profile_;
    profile_ = new ProfileView(services_.theme);
    profile_holder_->layout()->addWidget(profile_);
    put_in_tab_order(profile_holder_, profile_);
    profile_->show();
    profile_->setNarrow(room_.narrow);
    return profile_;
}

bool ItemView::showsProfile() const {
    return tabs_->currentWidget() == profile_holder_;
}

void ItemView::setItem(const ShownItem& item, const SaidVerdict& verdict) {
    item_ = item;
    is_current_.fill(false);
    is_judged_.fill(false);
    header_->setItem(*item.bundle, *item, item.judged.integrity.get());
    header_->setVerdict(verdict.mark, verdict.sentence);
    stack_->setCurrentWidget(item.bundle->structure_only ? static_cast<QWidget*>(reading_) : tabs_);
    const bool lone_profile = item->kind == bundle::ItemKind::profile && item->profile;
    if (lone_profile) profile()->setProfile(*item->profile, item.now);
    changing_item_ = true; // tabs that come and go are not the user's choice
    tabs_->setTabVisible(tabs_->indexOf(profile_holder_), lone_profile);
    for (QWidget* holder : holders_) tabs_->setTabVisible(tabs_->indexOf(holder), !lone_profile);
    showView(wanted_);
    changing_item_ = false;
    showCurrent();
    if (std::ranges::find(pages_, nullptr) != pages_.end())
        QTimer::singleShot(0, this, [this] { make_ahead(*this, 0); });
}

void ItemView::setJudged(const Judged& judged, const SaidVerdict& verdict) {
    if (item_.bundle == nullptr) return;
    item_.judged = judged;
    is_judged_.fill(false);
    header_->setVerdict(verdict.mark, verdict.sentence);
    if (judged.integrity != nullptr) header_->setChecked(*item_.bundle, *item_, *judged.integrity);
    showCurrent();
}

void ItemView::showCurrent() {
    if (item_.bundle == nullptr) return;
    ViewPage* current = showsProfile() ? nullptr : page(currentView());
    // Only the view in sight takes the item at once; the others when they come into sight.
    if (current != nullptr && !std::exchange(is_current_[currentView()], true)) current->setItem(item_);
    if (current != nullptr && !std::exchange(is_judged_[currentView()], true)) current->setJudged(item_.judged);
    QWidget* tools = current != nullptr ? current->tools() : nullptr;
    tools_->setCurrentWidget(tools != nullptr ? tools : tools_->widget(0));
}

void ItemView::showView(View view) {
    wanted_ = view;
    const bool profile = tabs_->isTabVisible(tabs_->indexOf(profile_holder_));
    tabs_->setCurrentWidget(profile ? profile_holder_ : holders_[view]);
}

ItemView::View ItemView::currentView() const {
    const auto current = std::ranges::find(holders_, tabs_->currentWidget());
    return current == holders_.end() ? entitlements : static_cast<View>(current - holders_.begin());
}

void ItemView::showRow(View view, const QVariant& key) {
    showView(view);
    if (showsProfile())
        profile()->table()->selectKey(key);
    else
        page(view)->select(key);
}

TreeView* ItemView::table() const {
    if (showsProfile()) return profile_ != nullptr ? profile_->table() : nullptr;
    const ViewPage* current = pages_[currentView()];
    return current != nullptr ? current->table() : nullptr;
}

void ItemView::setRoom(Room room) {
    room_ = room;
    header_->setNarrow(room.narrow);
    for (ViewPage* page : pages_)
        if (page != nullptr) page->setRoom(room);
    if (profile_ != nullptr) profile_->setNarrow(room.narrow);
}

} // namespace nei::ui
