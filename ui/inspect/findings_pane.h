// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/judged.h"
#include "ui/common/widgets.h"
#include "ui/inspect/view_page.h"

class QButtonGroup;
class QSplitter;
class QToolButton;

namespace nei::ui {

class FindingDetail;

/// What is wrong with a bundle, in the order in which a person should read it; beside the list the selected finding
/// with its reason, its cure and its source.
class FindingsPane : public QWidget {
    Q_OBJECT

public:
    explicit FindingsPane(const ViewServices& services, QWidget* parent = nullptr);

    /// Another bundle, or other findings of the same one: the selected finding stays selected where it is still there.
    void setJudged(std::shared_ptr<const bundle::Bundle> bundle, const Judged& judged, Checking checking,
                   const rules::Intent& intent);
    /// Whether it shows this already.
    bool isOf(const Judged& judged, Checking checking) const {
        return judged.judgement == judged_.judgement && checking == checking_;
    }
    /// The item whose findings are shown where only those of one item are wanted.
    void setItem(std::size_t item);
    void setNarrow(bool narrow);
    /// Only its head is left.
    void setFolded(bool folded);
    bool isFolded() const;
    int headHeight() const;

    TreeView* table() const { return table_; }
    FindingDetail* detail() const { return detail_; }
    /// All findings with what support needs to know, for a ticket.
    QString text() const;
    void copyText();
    /// Whether only findings of the selected item are shown.
    bool showsItemOnly() const;

Q_SIGNALS:
    /// The user chose a finding.
    void findingChosen(const nei::rules::Finding& finding);
    /// The user wants it folded, or unfolded again.
    void foldWanted(bool fold);

private:
    QWidget* makeScope();
    void showRows();
    void showCounts();
    void showDetail();
    /// Null where none is selected.
    const rules::Finding* selected() const;

    ViewServices services_;
    std::shared_ptr<const bundle::Bundle> bundle_;
    Judged judged_;
    Checking checking_ = Checking::none;
    rules::Intent intent_;
    std::size_t item_ = 0;
    std::string shown_; ///< fingerprint of the selected finding
    PaneHead* head_;
    QToolButton* fold_;
    QButtonGroup* scope_;
    QPushButton* copy_;
    QSplitter* columns_;
    TreeModel* model_;
    TreeView* table_;
    MessagePane* nothing_;
    FindingDetail* detail_;
    QWidget* counts_;
};

} // namespace nei::ui
