// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/inspect/verdicts.h"
#include "ui/inspect/view_page.h"

#include <QStackedWidget>
#include <QTabWidget>

#include <array>

namespace nei::ui {

class ItemHeader;
class MessagePane;
class ProfileView;
class TablePane;

/// The right side of Inspect: one item's header and the views below it.
class ItemView : public QWidget {
    Q_OBJECT

public:
    /// In fixed order: the n-th has the key Alt+n.
    enum View { entitlements, signature, info_plist, libraries, files, view_count };

    explicit ItemView(const ViewServices& services, QWidget* parent = nullptr);

    void setItem(const ShownItem& item, const SaidVerdict& verdict = {});
    /// More is known of the item that is shown.
    void setJudged(const Judged& judged, const SaidVerdict& verdict);

    void showView(View view);
    View currentView() const;
    /// Shows the row of a view that stands for `key`.
    void showRow(View view, const QVariant& key);

    /// The list of the visible view; null before the first item.
    TreeView* table() const;
    ViewPage* page(View view);
    QTabWidget* tabs() const { return tabs_; }

    void setRoom(Room room);

private:
    ViewPage* makePage(View view);
    ProfileView* profile();
    bool showsProfile() const;
    void showCurrent();

    ViewServices services_;
    ShownItem item_;
    ItemHeader* header_;
    QStackedWidget* stack_;
    MessagePane* reading_; ///< in place of the views while code and signatures are read
    QTabWidget* tabs_;
    QStackedWidget* tools_; ///< beside the tabs
    // Views are made when they come into sight or there is time: all of them at once would hold up the window.
    std::array<ViewPage*, view_count> pages_{};
    ProfileView* profile_ = nullptr; ///< in place of the entitlements, for a profile on its own
    std::array<QWidget*, view_count> holders_{};
    QWidget* profile_holder_;
    std::array<bool, view_count> is_current_{}; ///< whether a page shows item_ already
    std::array<bool, view_count> is_judged_{};  ///< whether it shows what is known of it
    Room room_;
    View wanted_ = entitlements;
    bool changing_item_ = false;
};

} // namespace nei::ui
