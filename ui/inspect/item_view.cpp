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
#include <QVBoxLayout>

namespace nei::ui {
namespace {

/// Tabs without a frame. In document mode Qt draws the line below the tabs once more, beside them, where buttons are.
class Tabs : public QTabWidget {
protected:
    void paintEvent(QPaintEvent*) override {}
};

} // namespace

ItemView::ItemView(const ViewServices& services, QWidget* parent)
    : QWidget(parent), header_(new ItemHeader(services.theme)), stack_(new QStackedWidget),
      reading_(new MessagePane(services.theme)), tabs_(new Tabs), tools_(new QStackedWidget),
      profile_(new ProfileView(services.theme)) {
    tabs_->setObjectName(QStringLiteral("itemViews"));
    tabs_->tabBar()->setObjectName(QStringLiteral("views"));
    tabs_->tabBar()->setAccessibleName(tr("Views of the item"));
    tabs_->setDocumentMode(true);
    tabs_->tabBar()->setDrawBase(false);
    tools_->addWidget(new QWidget); // for views without
    tools_->setContentsMargins(0, 0, 12, 4);
    tabs_->setCornerWidget(tools_);
    profile_tab_ = tabs_->addTab(profile_, tr("Profile"));
    addView(entitlements, new EntitlementsView(services.theme), tr("Entitlements && profile"));
    addView(signature, new SignatureView(services.theme), tr("Signature"));
    addView(info_plist, new InfoPlistView(services.theme, services.workers), tr("Info.plist"));
    addView(libraries, new LibrariesView(services.theme), tr("Libraries"));
    addView(files, new FilesView(services), tr("Files"));
    tabs_->setTabVisible(profile_tab_, false);
    connect(tabs_, &QTabWidget::currentChanged, this, [this](int tab) {
        if (changing_item_) return;
        if (tab != profile_tab_) wanted_ = currentView();
        showCurrent();
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

void ItemView::addView(View view, ViewPage* page, const QString& title) {
    pages_[view] = page;
    tabs_->addTab(page, title);
    if (page->tools() != nullptr) tools_->addWidget(page->tools());
}

ViewPage* ItemView::currentPage() const {
    return qobject_cast<ViewPage*>(tabs_->currentWidget());
}

void ItemView::setItem(const ShownItem& item) {
    item_ = item;
    is_current_.fill(false);
    header_->setItem(*item.bundle, *item);
    stack_->setCurrentWidget(item.bundle->structure_only ? static_cast<QWidget*>(reading_) : tabs_);
    const bool lone_profile = item->kind == bundle::ItemKind::profile && item->profile;
    if (lone_profile) profile_->setProfile(*item->profile, item.now);
    changing_item_ = true; // tabs that come and go are not the user's choice
    tabs_->setTabVisible(profile_tab_, lone_profile);
    for (ViewPage* page : pages_) tabs_->setTabVisible(tabs_->indexOf(page), !lone_profile);
    showView(wanted_);
    changing_item_ = false;
    showCurrent();
}

void ItemView::showCurrent() {
    ViewPage* page = currentPage();
    // Only the view in sight takes the item at once; the others when they come into sight.
    if (page != nullptr && item_.bundle != nullptr && !std::exchange(is_current_[currentView()], true))
        page->setItem(item_);
    QWidget* tools = page != nullptr ? page->tools() : nullptr;
    tools_->setCurrentWidget(tools != nullptr ? tools : tools_->widget(0));
}

void ItemView::showView(View view) {
    wanted_ = view;
    const bool profile = tabs_->isTabVisible(profile_tab_);
    tabs_->setCurrentWidget(profile ? static_cast<QWidget*>(profile_) : page(view));
}

ItemView::View ItemView::currentView() const {
    for (int view = 0; view < view_count; ++view)
        if (tabs_->currentWidget() == pages_[static_cast<std::size_t>(view)]) return static_cast<View>(view);
    return entitlements;
}

void ItemView::showRow(View view, const QVariant& key) {
    showView(view);
    if (ViewPage* shown = currentPage())
        shown->select(key);
    else
        profile_->table()->selectKey(key);
}

TreeView* ItemView::table() const {
    const ViewPage* page = currentPage();
    return page != nullptr ? page->table() : profile_->table();
}

void ItemView::setRoom(Room room) {
    header_->setNarrow(room.narrow);
    for (ViewPage* page : pages_) page->setRoom(room);
    profile_->setNarrow(room.narrow);
}

} // namespace nei::ui
