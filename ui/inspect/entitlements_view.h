// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/table_pane.h"
#include "ui/common/widgets.h"
#include "ui/inspect/view_page.h"

#include <map>

class QStackedWidget;
class QToolButton;

namespace nei::ui {

class ProfileView;

/// One row a key: claimed beside allowed beside the verdict; the selected value in full with what it means; facts of
/// the profile, or the whole profile in place of all this.
class EntitlementsView : public ViewPage {
    Q_OBJECT

public:
    explicit EntitlementsView(const Theme& theme, QWidget* parent = nullptr);

    void setItem(const ShownItem& item) override;
    void setJudged(const Judged& judged) override;
    /// In a low window the profile is one line.
    void setRoom(Room room) override;
    TreeView* table() const override;
    /// Goes back from the whole profile first.
    void select(const QVariant& key) override;

    void showProfile(bool whole);
    bool showsProfile() const;
    ProfileView* profileView() const { return whole_profile_; }

private:
    QWidget* makeClaims();
    void showDetail(const QModelIndex& index);
    void arrange();

    ShownItem item_;
    std::map<QString, Cell> verdicts_; ///< of keys that a finding is about
    QStackedWidget* stack_;
    TreeModel* model_;
    TablePane* pane_;
    MessagePane* empty_;
    TextBox* detail_;
    QLabel* meaning_;
    QFrame* profile_;
    PaneHead* profile_head_;
    QToolButton* show_profile_;
    QLabel* profile_state_;
    FactGrid* profile_facts_;
    ProfileView* whole_profile_;
    QString profile_path_, profile_line_;
    Fact profile_match_;
    bool has_profile_ = false;
    bool has_rows_ = false;
    bool forms_differ_ = false;
    Room room_;
};

} // namespace nei::ui
