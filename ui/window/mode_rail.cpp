// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/mode_rail.h"

#include <QActionGroup>
#include <QToolButton>

#include <array>

namespace nei::ui {
namespace {

constexpr int rail_width = 72;
constexpr int narrow_rail_width = 44;

/// The modes, top to bottom. A mode is here, and its action has the name, the icon and the key.
constexpr std::array modes{ActionId::inspect_mode};

} // namespace

ModeRail::ModeRail(const Theme& theme, const Actions& actions, QWidget* parent) : QToolBar(tr("Modes"), parent) {
    setObjectName(QStringLiteral("rail"));
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setIconSize({20, 20});
    auto* group = new QActionGroup(this);
    for (const ActionId id : modes) {
        actions[id]->setIcon(theme.icon(actions.iconName(id), Colour::accent));
        group->addAction(actions[id]);
        addAction(actions[id]);
    }
    actions[modes.front()]->setChecked(true);

    auto* spacer = new QWidget;
    spacer->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    menu_spacer_ = addWidget(spacer);
    menu_button_ = addAction(theme.icon(QStringLiteral("more")), tr("Menu"));
    menu_button_->setToolTip(
        tr("Show the menu bar (%1)").arg(actions[ActionId::menu_bar]->shortcut().toString(QKeySequence::NativeText)));
    connect(menu_button_, &QAction::triggered, actions[ActionId::menu_bar], &QAction::trigger);
    for (QAction* action : this->actions())
        if (auto* button = qobject_cast<QToolButton*>(widgetForAction(action))) {
            button->setFocusPolicy(Qt::TabFocus);
            button->setAccessibleName(action->toolTip());
        }
    setMenuButtonShown(false);
    fitButtons();
}

void ModeRail::setNarrow(bool narrow) {
    if (narrow == narrow_) return;
    narrow_ = narrow;
    fitButtons();
}

void ModeRail::setMenuButtonShown(bool shown) {
    menu_spacer_->setVisible(shown);
    menu_button_->setVisible(shown);
}

void ModeRail::fitButtons() {
    const int width = narrow_ ? narrow_rail_width : rail_width;
    setToolButtonStyle(narrow_ ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextUnderIcon);
    setFixedWidth(width);
    for (QAction* action : actions()) widgetForAction(action)->setFixedWidth(width - 1);
}

} // namespace nei::ui
