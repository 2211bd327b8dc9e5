// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/files.h"
#include "ui/common/table_pane.h"
#include "ui/common/widgets.h"
#include "ui/inspect/view_page.h"

#include <array>

class QButtonGroup;
class QSplitter;
class QStackedWidget;

namespace nei::ui {

inline constexpr std::size_t file_chips = 7;
using FileCounts = std::array<int, file_chips>; ///< files that each chip stands for; the first one for all

/// Every file of an item with what the seal says of it, and once that was verified whether it is so.
class FilesView : public ViewPage {
    Q_OBJECT

public:
    explicit FilesView(const ViewServices& services, QWidget* parent = nullptr);

    void setItem(const ShownItem& item) override;
    void setJudged(const Judged& judged) override;
    void setRoom(Room room) override;
    TreeView* table() const override { return pane_->view(); }

    void exportSelected();
    void showSelectedContent();

private:
    QWidget* makeChips();
    QWidget* makeDetail();
    void showRows();
    void showDetail(const QModelIndex& index);
    const bundle::ListedFile* selected() const;

    ViewServices services_;
    ShownItem item_;
    std::shared_ptr<const bundle::FileList> list_; ///< null until read
    FileCounts counts_{};
    TreeModel* model_;
    TablePane* pane_;
    QButtonGroup* chips_;
    QStackedWidget* stack_;
    MessagePane* message_;
    QSplitter* columns_;
    QLabel* state_; ///< what is being read, or could not be
    PaneHead* detail_head_;
    FactGrid* facts_;
    QLabel *meaning_, *exported_;
    QPushButton *show_, *export_;
    JobSlot export_job_;
};

} // namespace nei::ui
