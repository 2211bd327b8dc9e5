// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/table_pane.h"
#include "ui/common/widgets.h"
#include "ui/inspect/view_page.h"

#include <QPushButton>
#include <QStackedWidget>

namespace nei::ui {

/// The Info.plist of an item as a typed tree or as XML. What a marked key decides stands below.
class InfoPlistView : public ViewPage {
    Q_OBJECT

public:
    /// The file as text, and what it was.
    struct RawPlist {
        QString origin, text;
    };

    InfoPlistView(const Theme& theme, Workers& workers, QWidget* parent = nullptr);

    void setItem(const ShownItem& item) override;
    TreeView* table() const override { return pane_->view(); }
    QWidget* tools() const override { return as_xml_; }
    void select(const QVariant& key) override;

private:
    void showDetail(const QModelIndex& index);
    void showXml(bool xml);
    void readFormat();

    Workers& workers_;
    ShownItem item_;
    std::optional<RawPlist> raw_; ///< nothing until read
    TreeModel* model_;
    TablePane* pane_;
    QStackedWidget* stack_;
    QPlainTextEdit* xml_;
    MessagePane* empty_;
    TextBox* detail_;
    QPushButton* as_xml_;
    QLabel* format_;
    JobSlot job_;
};

} // namespace nei::ui
