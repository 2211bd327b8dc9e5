// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/actions.h"

#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>

namespace nei::ui {
namespace {

enum class MenuId { file, edit, view, bundle, help };

struct ActionInfo {
    ActionId id;
    MenuId menu;
    const char* text;
    const char* icon; ///< of resources/icons, or ""
    QList<QKeySequence> keys;
    bool new_group = false; ///< a line above it in the menu
    QAction::MenuRole role = QAction::NoRole;
};

QList<QKeySequence> standard(QKeySequence::StandardKey key) {
    return QKeySequence::keyBindings(key);
}

/// Some desktops have no key for it.
QList<QKeySequence> full_screen_keys() {
    const QList<QKeySequence> keys = standard(QKeySequence::FullScreen);
    return keys.isEmpty() ? QList{QKeySequence(Qt::Key_F11)} : keys;
}

/// Keys of the n-th view tab: Alt+n would type a letter on macOS.
QList<QKeySequence> view_tab(int n) {
#ifdef Q_OS_MACOS
    return {QKeySequence(QStringLiteral("Ctrl+Alt+%1").arg(n))};
#else
    return {QKeySequence(QStringLiteral("Alt+%1").arg(n))};
#endif
}

std::vector<ActionInfo> table() {
    const auto key = [](const char* text) { return QKeySequence(QString::fromLatin1(text)); };
    const auto tr = [](const char* text) { return text; };
    return {
        {ActionId::open, MenuId::file, tr("&Open…"), "open", standard(QKeySequence::Open)},
        {ActionId::open_folder, MenuId::file, tr("Open &Folder…"), "folder", {key("Ctrl+Shift+O")}},
        {ActionId::open_recent, MenuId::file, tr("Open &Recent"), "", {}},
        {ActionId::close_tab, MenuId::file, tr("&Close Tab"), "close", {key("Ctrl+W")}, true},
        {ActionId::quit, MenuId::file, tr("&Quit"), "", {key("Ctrl+Q")}, true, QAction::QuitRole},
        {ActionId::copy, MenuId::edit, tr("&Copy"), "copy", standard(QKeySequence::Copy)},
        {ActionId::copy_value, MenuId::edit, tr("Copy &Value"), "", {key("Ctrl+Shift+C")}},
        {ActionId::copy_all, MenuId::edit, tr("Copy &All Rows"), "", {}},
        {ActionId::copy_markdown, MenuId::edit, tr("Copy as &Markdown"), "", {}},
        {ActionId::copy_findings, MenuId::edit, tr("Copy Fi&ndings as Text"), "", {key("Ctrl+Shift+E")}},
        {ActionId::find, MenuId::edit, tr("&Find in the Bundle"), "search", standard(QKeySequence::Find), true},
        {ActionId::find_next, MenuId::edit, tr("Find &Next"), "", standard(QKeySequence::FindNext)},
        {ActionId::find_previous, MenuId::edit, tr("Find &Previous"), "", standard(QKeySequence::FindPrevious)},
        {ActionId::filter, MenuId::edit, tr("Fi&lter This List"), "filter", {key("Ctrl+L")}},
        {ActionId::preferences, MenuId::edit, tr("&Preferences…"), "", {key("Ctrl+,")}, true, QAction::PreferencesRole},
        {ActionId::inspect_mode, MenuId::view, tr("&Inspect"), "inspect", {key("Ctrl+1")}},
        {ActionId::entitlements, MenuId::view, tr("&Entitlements && Profile"), "", view_tab(1), true},
        {ActionId::signature, MenuId::view, tr("&Signature"), "", view_tab(2)},
        {ActionId::info_plist, MenuId::view, tr("&Info.plist"), "", view_tab(3)},
        {ActionId::libraries, MenuId::view, tr("Li&braries"), "", view_tab(4)},
        {ActionId::files, MenuId::view, tr("Fil&es"), "", view_tab(5)},
        {ActionId::findings, MenuId::view, tr("Fin&dings"), "", {key("Ctrl+J")}},
        {ActionId::problems, MenuId::view, tr("&Problems While Reading"), "", {key("Ctrl+Shift+J")}},
        {ActionId::next_pane, MenuId::view, tr("Next &Pane"), "", {key("F6")}, true},
        {ActionId::previous_pane, MenuId::view, tr("Previous Pane"), "", {key("Shift+F6")}},
        {ActionId::next_tab, MenuId::view, tr("&Next Tab"), "", standard(QKeySequence::NextChild)},
        {ActionId::previous_tab, MenuId::view, tr("Previous &Tab"), "", standard(QKeySequence::PreviousChild)},
        {ActionId::theme_system, MenuId::view, tr("S&ystem Colours"), "", {}, true},
        {ActionId::theme_light, MenuId::view, tr("&Light Colours"), "", {}},
        {ActionId::theme_dark, MenuId::view, tr("&Dark Colours"), "", {}},
        {ActionId::full_screen, MenuId::view, tr("&Full Screen"), "", full_screen_keys(), true},
        {ActionId::menu_bar, MenuId::view, tr("Show &Menu Bar"), "", {key("Ctrl+M")}},
        {ActionId::read_again, MenuId::bundle, tr("&Read Again"), "refresh", {key("F5"), key("Ctrl+R")}},
        {ActionId::check_again, MenuId::bundle, tr("&Check Again"), "checked", {}},
        {ActionId::cancel, MenuId::bundle, tr("&Stop Reading"), "stop", {key("Esc")}},
        {ActionId::show_in_folder, MenuId::bundle, tr("Show in &Folder"), "folder", {}, true},
        {ActionId::examples, MenuId::help, tr("&Examples"), "", {}},
        {ActionId::about, MenuId::help, tr("&About NE Inspector"), "", {}, true, QAction::AboutRole},
    };
}

} // namespace

Actions::Actions(const Theme& theme, QObject* parent) : QObject(parent) {
    auto* themes = new QActionGroup(this);
    for (const ActionInfo& info : table()) {
        auto* action = new QAction(tr(info.text), this);
        action->setShortcuts(info.keys);
        action->setMenuRole(info.role);
        action->setIcon(theme.icon(QString::fromLatin1(info.icon)));
        action->setIconVisibleInMenu(false);
        if (info.id == ActionId::theme_system || info.id == ActionId::theme_light || info.id == ActionId::theme_dark) {
            action->setCheckable(true);
            themes->addAction(action);
        }
        actions_[static_cast<std::size_t>(info.id)] = action;
        icon_names_[static_cast<std::size_t>(info.id)] = QString::fromLatin1(info.icon);
    }
    for (const ActionId id :
         {ActionId::findings, ActionId::problems, ActionId::inspect_mode, ActionId::full_screen, ActionId::menu_bar})
        (*this)[id]->setCheckable(true);
#ifdef Q_OS_MACOS
    (*this)[ActionId::menu_bar]->setVisible(false); // the menu bar is the system's
#endif
}

void Actions::fill(QMenuBar* bar) const {
    const std::array<QMenu*, 5> menus{bar->addMenu(tr("&File")), bar->addMenu(tr("&Edit")), bar->addMenu(tr("&View")),
                                      bar->addMenu(tr("&Bundle")), bar->addMenu(tr("&Help"))};
    for (const ActionInfo& info : table()) {
        QMenu* menu = menus[static_cast<std::size_t>(info.menu)];
        if (info.new_group) menu->addSeparator();
        menu->addAction((*this)[info.id]);
    }
}

} // namespace nei::ui
