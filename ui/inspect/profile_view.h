// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/profile/profile.h"
#include "ui/common/tree_view.h"
#include "ui/common/widgets.h"

namespace nei::ui {

/// A provisioning profile on its own: its facts, its allow-list, the certificates that it lets sign.
class ProfileView : public QWidget {
    Q_OBJECT

public:
    explicit ProfileView(const Theme& theme, QWidget* parent = nullptr);

    void setProfile(const profile::Profile& profile, Timestamp now);
    void setNarrow(bool narrow);

    TreeView* table() const { return allowed_; }

private:
    FactGrid* facts_;
    PaneHead *allowed_head_, *certificates_head_;
    TreeModel *allowed_model_, *certificates_model_;
    TreeView *allowed_, *certificates_;
};

} // namespace nei::ui
