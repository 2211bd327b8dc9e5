// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "ui/common/tree_view.h"
#include "ui/common/widgets.h"

#include <QTabWidget>

namespace nei::ui {

class ItemHeader;

/// The right side of Inspect for an installer package: who signed it, what it installs where, and the scripts that
/// Installer would run, as text.
class PackageView : public QWidget {
    Q_OBJECT

public:
    enum View { contents, scripts };

    explicit PackageView(const Theme& theme, QWidget* parent = nullptr);

    void setPackage(const std::shared_ptr<const bundle::Bundle>& bundle, std::size_t package, Timestamp now);
    void showView(View view);
    void setNarrow(bool narrow);

    /// The table of the visible view.
    TreeView* table() const;
    TreeView* scriptTable() const { return scripts_; }
    QTabWidget* tabs() const { return tabs_; }
    QString scriptText() const { return text_->toPlainText(); }

private:
    QWidget* makeContents();
    QWidget* makeScripts(const Theme& theme);
    void showScript(int index);

    std::shared_ptr<const bundle::Bundle> bundle_;
    const bundle::InstallerPackage* package_ = nullptr;
    ItemHeader* header_;
    QTabWidget* tabs_;
    TreeModel *components_model_, *chain_model_, *scripts_model_;
    TreeView *components_, *chain_, *scripts_;
    PaneHead *signature_head_, *components_head_, *chain_head_, *scripts_head_;
    FactGrid* facts_;
    QPlainTextEdit* text_;
    int contents_tab_ = 0, scripts_tab_ = 0;
};

} // namespace nei::ui
