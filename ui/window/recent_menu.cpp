// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/recent_menu.h"

#include "core/bundle/examples.h"
#include "ui/common/text.h"

namespace nei::ui {

RecentMenu::RecentMenu(RecentFiles& recent, const Theme& theme, QWidget* parent)
    : QMenu(parent), recent_(recent), theme_(theme) {
    connect(&recent, &RecentFiles::changed, this, &RecentMenu::fill);
    connect(this, &QMenu::aboutToShow, &recent, &RecentFiles::look);
    fill();
}

void RecentMenu::fill() {
    clear();
    for (const RecentFile& file : recent_.present()) {
        const QString second = file.second.isEmpty() ? QString() : QStringLiteral("  ") + file.second;
        QAction* action = addAction(theme_.icon(file.icon), without_mnemonic(file.title + second), this,
                                    [this, path = file.path] { Q_EMIT chosen(path); });
        action->setToolTip(plain_tooltip(shown(file.path.string())));
    }
    setToolTipsVisible(true);
    if (isEmpty()) addAction(tr("Nothing was opened yet"))->setEnabled(false);
    addSeparator();
    addAction(tr("&Clear"), &recent_, &RecentFiles::clear)->setEnabled(!recent_.all().empty());
}

ExamplesMenu::ExamplesMenu(const Theme& theme, QWidget* parent) : QMenu(parent) {
    for (const bundle::Example& example : bundle::examples())
        addAction(theme.icon(from_utf8(example.icon)), without_mnemonic(from_utf8(example.title)), this,
                  [this, name = from_utf8(example.name)] { Q_EMIT chosen(name); });
}

} // namespace nei::ui
