// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/bundle.h"
#include "core/source/file_tree.h"
#include "ui/common/judged.h"
#include "ui/common/tree_view.h"

#include <QWidget>

#include <filesystem>
#include <functional>

namespace nei::ui {

/// The item that views show, with what they may need of its surroundings. Keeps the bundle alive.
struct ShownItem {
    std::shared_ptr<const bundle::Bundle> bundle;
    std::shared_ptr<const source::FileTree> files; ///< null where the bundle does not come from files
    std::size_t index = 0;
    Timestamp now{};  ///< what expiry is judged at
    QString folder{}; ///< where its files lie on this computer; empty where they are in an archive
    Judged judged{};  ///< as far as that is known

    const bundle::CodeItem& operator*() const { return bundle->items[index]; }
    const bundle::CodeItem* operator->() const { return &bundle->items[index]; }
};

/// What views take from their surroundings.
struct ViewServices {
    const Theme& theme;
    Workers& workers;
    /// Asks where a file of this name is to be written; nothing where the user thinks better of it.
    std::function<std::optional<std::filesystem::path>(QWidget*, const QString& name)> chooseExport = nullptr;
    /// Opens a web address outside of this program.
    std::function<void(const QString& address)> openAddress = nullptr;
};

/// How much room a view has (tokens: 930 px wide, 620 px high).
struct Room {
    bool narrow = false, low = false;
    bool operator==(const Room&) const = default;
};

/// Has the Tab key reach what is in `made`, which came late into the window, right after `before`.
void put_in_tab_order(QWidget* before, QWidget* made);

/// One of the views below an item's header.
class ViewPage : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual void setItem(const ShownItem& item) = 0;
    /// More is known of the item that is shown. What is selected stays so.
    virtual void setJudged(const Judged&) {}
    virtual void setRoom(Room) {}

    /// The list that F6 goes to.
    virtual TreeView* table() const = 0;

    /// Buttons beside the view tabs while this view is shown; null where it has none.
    virtual QWidget* tools() const { return nullptr; }

    /// Shows the row that stands for `key`, where there is one.
    virtual void select(const QVariant& key) { table()->selectKey(key); }
};

} // namespace nei::ui
