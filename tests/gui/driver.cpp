// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/driver.h"

#include "ui/common/table_pane.h"
#include "ui/inspect/inspect_page.h"

#include <QApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <cstdlib>

namespace nei::test {
namespace {

constexpr int settles_within_ms = 30'000;

/// Whether what the user wrote into the filter is what the list shows.
bool is_arranged(const ui::TablePane& pane) {
    const ui::TreeModel& rows = *pane.view()->rows();
    return !rows.isBuilding() && rows.shown().arrangement.filter == pane.filterBar()->field()->text();
}

} // namespace

QWidget* Driver::focus() const {
    QWidget* focus = QApplication::focusWidget();
    return focus != nullptr ? focus : &window_;
}

ui::TreeView* Driver::list() const {
    return qobject_cast<ui::TreeView*>(focus());
}

bool Driver::isSettled() const {
    const ui::InspectPage* page = window_.currentPage();
    if (page == nullptr) return true;
    if (page->isBusy() || page->isSearching()) return false;
    const auto panes = page->findChildren<ui::TablePane*>();
    return std::ranges::all_of(panes, [](const ui::TablePane* pane) { return is_arranged(*pane); });
}

bool Driver::settle() {
    const bool settled = QTest::qWaitFor([this] { return isSettled(); }, settles_within_ms);
    for (int i = 0; i < 3; ++i) QApplication::processEvents(); // layouts that depend on each other, and painting
    return settled;
}

void Driver::key(Qt::Key key, Qt::KeyboardModifiers modifiers, int times) {
    for (int i = 0; i < times; ++i) {
        QTest::keyClick(focus(), key, modifiers);
        QApplication::processEvents();
    }
}

void Driver::type(const QString& text) {
    for (const QChar letter : text) {
        QTest::keyClick(focus(), letter.toLatin1());
        QApplication::processEvents();
    }
}

void Driver::wheel(const ui::TreeView& view, int notches) {
    constexpr int notch = 120;
    QWidget* viewport = view.viewport();
    const QPointF at = viewport->rect().center();
    for (int i = 0; i < std::abs(notches); ++i) {
        QWheelEvent event(at, viewport->mapToGlobal(at), {}, {0, notches > 0 ? -notch : notch}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(viewport, &event);
        QApplication::processEvents();
    }
}

void Driver::click(QWidget& widget) {
    QTest::mouseClick(&widget, Qt::LeftButton, {}, widget.rect().center());
    QApplication::processEvents();
}

void Driver::clickHeader(const ui::TreeView& view, int column) {
    constexpr int inside = 12; // from the section's edge, which would resize it
    const QHeaderView* header = view.header();
    const QPoint at(header->sectionViewportPosition(column) + inside, header->height() / 2);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, at);
    QApplication::processEvents();
}

} // namespace nei::test
