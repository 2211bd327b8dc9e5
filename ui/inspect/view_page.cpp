// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspect/view_page.h"

#include <utility>

namespace nei::ui {

void put_in_tab_order(QWidget* before, QWidget* made) {
    for (QWidget* next = made; next == made || made->isAncestorOf(next);) {
        QWidget* after = next->nextInFocusChain();
        QWidget::setTabOrder(before, next);
        before = std::exchange(next, after);
    }
}

} // namespace nei::ui
