// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/tree_view.h"
#include "ui/common/verdict_strip.h"
#include "ui/common/widgets.h"
#include "ui/inspect/view_page.h"

class QStackedWidget;

namespace nei::ui {

class SignatureDetails;
class SliceComparison;
class UnreadableSignature;

/// What a signature says: slices with their code directories; below them the details of the selected one, or all slices
/// side by side.
class SignatureView : public ViewPage {
    Q_OBJECT

public:
    explicit SignatureView(const Theme& theme, QWidget* parent = nullptr);

    void setItem(const ShownItem& item) override;
    void setJudged(const Judged& judged) override;
    void setRoom(Room room) override;
    TreeView* table() const override { return slices_; }
    QWidget* tools() const override { return tools_; }

    /// Whether the slices are shown side by side.
    bool isComparing() const;
    SliceComparison* comparison() const { return comparison_; }

private:
    void makeTools(const Theme& theme);
    void selectMain();
    /// What stands below the slices, by what is selected and asked for.
    void showBelow();
    void showMissing(const macho::Slice* code);
    void showIntegrity();
    QString codesignText() const;

    ShownItem item_;
    TreeModel* slices_model_;
    TreeView* slices_;
    std::vector<Cell> states_; ///< by row; empty until it was verified
    QLabel* summary_;
    VerdictStrip* integrity_;
    QStackedWidget* below_;
    SignatureDetails* details_;
    SliceComparison* comparison_;
    UnreadableSignature* unreadable_;
    MessagePane* missing_;
    QWidget* tools_;
    QPushButton *compare_, *copy_;
};

} // namespace nei::ui
