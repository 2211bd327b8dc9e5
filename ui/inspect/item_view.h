// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/theme.h"

#include <QStackedWidget>
#include <QTabWidget>

namespace nei::ui {

class EntitlementsView;
class ItemHeader;
class MessagePane;
class ProfileView;
class SignatureView;
class TreeView;

/// The right side of Inspect: one item's header and the views below it.
class ItemView : public QWidget {
    Q_OBJECT

public:
    /// In fixed order: the n-th has the key Alt+n.
    enum View { entitlements, signature, view_count };

    explicit ItemView(const Theme& theme, QWidget* parent = nullptr);

    void setItem(const std::shared_ptr<const bundle::Bundle>& bundle, std::size_t item, Timestamp now);

    void showView(View view);
    View currentView() const;
    /// The table of the visible view.
    TreeView* table() const;
    QTabWidget* tabs() const { return tabs_; }

    void setNarrow(bool narrow, bool low);

private:
    ItemHeader* header_;
    QStackedWidget* stack_;
    MessagePane* reading_; ///< in place of the views while code and signatures are read
    QTabWidget* tabs_;
    EntitlementsView* entitlements_;
    ProfileView* profile_;
    SignatureView* signature_;
    int profile_tab_ = 0, entitlements_tab_ = 0, signature_tab_ = 0;
    View wanted_ = entitlements;
    bool changing_item_ = false;
};

} // namespace nei::ui
