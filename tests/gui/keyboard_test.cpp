// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/certificates.h"
#include "tests/forge/spec.h"
#include "tests/gui/driver.h"
#include "tests/gui/shell_fixture.h"
#include "ui/common/open_bundle.h"
#include "ui/common/table_pane.h"
#include "ui/inspect/problems_pane.h"
#include "ui/inspect/search_pane.h"

#include <QClipboard>
#include <QLineEdit>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>

namespace nei::ui {
namespace {

using test::Driver;

constexpr std::array view_keys{Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_5};

/// The real window, and nobody touches the mouse.
class Keyboard : public test_shell::Shell {
protected:
    /// A forged app with a system extension, opened by the real opener.
    void openForged() {
        const std::filesystem::path spec =
            std::filesystem::path(NEI_SOURCE_DIR) / "resources/examples/developer-id-system-extension.json";
        dialogs.answer = forge::write_bundle(forge::read_spec(spec), to_path(folder.filePath(QStringLiteral("out"))));
        signature::TrustStore trust = signature::TrustStore::apple();
        ASSERT_TRUE(trust.add_given(as_bytes(forge::trust_roots_pem())));
        opener = bundle_opener(std::move(trust));
        openByKey();
    }
    void openSample() {
        dialogs.answer = file("Fernway.app");
        openByKey();
    }
    void openByKey() {
        show();
        driver = std::make_unique<Driver>(*window);
        driver->key(Qt::Key_O, Qt::ControlModifier);
        ASSERT_EQ(window->documentCount(), 1);
        ASSERT_TRUE(driver->settle());
        page = window->currentPage();
        ASSERT_EQ(driver->list(), page->tree());
    }
    QString clipboard() const { return QApplication::clipboard()->text(); }

    std::unique_ptr<Driver> driver;
    InspectPage* page = nullptr;
};

TEST_F(Keyboard, OpensMovesAndCloses) {
    openSample();
    EXPECT_EQ(page->tree()->currentKey(), QVariant(0));
    driver->key(Qt::Key_Down);
    EXPECT_EQ(page->tree()->currentKey(), QVariant(3));
    driver->key(Qt::Key_Left);
    EXPECT_EQ(page->tree()->currentKey(), QVariant(0)) << "what has no open branch leads to what holds it";
    driver->key(Qt::Key_End);
    EXPECT_EQ(page->tree()->currentKey(), QVariant(4));
    driver->key(Qt::Key_Home);
    driver->type(QStringLiteral("helper"));
    EXPECT_EQ(page->tree()->currentKey(), QVariant(2)) << "typing a name jumps to it";
    driver->key(Qt::Key_Home);
    const QModelIndex app = page->tree()->currentIndex();
    driver->key(Qt::Key_Left);
    EXPECT_FALSE(page->tree()->isExpanded(app));
    driver->key(Qt::Key_Right);
    EXPECT_TRUE(page->tree()->isExpanded(app));
    driver->key(Qt::Key_W, Qt::ControlModifier);
    EXPECT_EQ(window->documentCount(), 0);
}

TEST_F(Keyboard, ReachesEveryViewAndItsList) {
    openForged();
    for (std::size_t view = 0; view < view_keys.size(); ++view) {
        driver->key(view_keys[view], Qt::AltModifier);
        ASSERT_TRUE(driver->settle());
        EXPECT_EQ(page->itemView()->currentView(), static_cast<ItemView::View>(view));
        EXPECT_EQ(driver->list(), page->tree()) << "the keyboard stays where it is";
        driver->key(Qt::Key_F6);
        EXPECT_EQ(driver->list(), page->itemView()->table()) << view;
        driver->key(Qt::Key_Home);
        EXPECT_TRUE(driver->list()->currentIndex().isValid()) << view;
        driver->key(Qt::Key_F6, Qt::ShiftModifier);
        EXPECT_EQ(driver->list(), page->tree()) << view;
    }
}

TEST_F(Keyboard, KeepsItsPlaceWhenTheViewChangesUnderIt) {
    openForged();
    driver->key(Qt::Key_F6);
    for (const Qt::Key key : view_keys) {
        driver->key(key, Qt::AltModifier);
        ASSERT_TRUE(driver->settle());
        EXPECT_TRUE(driver->focus()->isVisible() && driver->focus() != window.get()) << key;
        driver->key(Qt::Key_F6);
        driver->key(Qt::Key_F6);
        EXPECT_EQ(driver->list(), page->itemView()->table()) << key;
    }
}

TEST_F(Keyboard, GoesRoundThePanesWithTheProblems) {
    openSample();
    driver->key(Qt::Key_End);
    driver->key(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    for (const QWidget* pane :
         std::initializer_list<QWidget*>{page->itemView()->table(), page->problems()->table(), page->tree()}) {
        driver->key(Qt::Key_F6);
        EXPECT_EQ(driver->focus(), pane);
    }
    driver->key(Qt::Key_F6, Qt::ShiftModifier);
    EXPECT_EQ(driver->focus(), page->problems()->table());
    driver->key(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_FALSE(page->problems()->isVisible());
    EXPECT_TRUE(driver->focus()->isVisible());
}

TEST_F(Keyboard, SearchesTheBundle) {
    openForged();
    driver->key(Qt::Key_F, Qt::ControlModifier);
    driver->type(QStringLiteral("sandbox"));
    driver->key(Qt::Key_Return);
    ASSERT_TRUE(driver->settle());
    SearchPane* search = page->searchPane();
    ASSERT_TRUE(search->isVisible());
    ASSERT_GE(search->table()->rows()->rowCount(), 2);
    driver->key(Qt::Key_Return);
    ASSERT_TRUE(driver->settle());
    EXPECT_EQ(search->table()->currentIndex().row(), 0);
    EXPECT_EQ(page->itemView()->currentView(), ItemView::entitlements);
    EXPECT_TRUE(page->itemView()->table()->currentKey().toString().contains(QStringLiteral("sandbox")));
    driver->key(Qt::Key_F3);
    ASSERT_TRUE(driver->settle());
    EXPECT_EQ(search->table()->currentIndex().row(), 1);
    driver->key(Qt::Key_F3, Qt::ShiftModifier);
    EXPECT_EQ(search->table()->currentIndex().row(), 0);
    driver->key(Qt::Key_Escape);
    ASSERT_TRUE(driver->settle());
    EXPECT_FALSE(search->isVisible());
    EXPECT_EQ(driver->list(), page->tree());
}

TEST_F(Keyboard, FiltersEveryListThatCanBeLong) {
    openForged();
    const auto filter = [&](TreeView* list, const QString& text) {
        ASSERT_EQ(driver->list(), list);
        driver->key(Qt::Key_L, Qt::ControlModifier);
        const TablePane* pane = TablePane::around(list);
        ASSERT_NE(pane, nullptr);
        ASSERT_EQ(driver->focus(), pane->filterBar()->field());
        const std::size_t all = list->rows()->shown().size;
        driver->type(text);
        ASSERT_TRUE(driver->settle());
        EXPECT_LT(list->rows()->shown().size, all);
        EXPECT_GT(list->rows()->shown().size, 0U);
        driver->key(Qt::Key_Down);
        EXPECT_EQ(driver->list(), list);
        driver->key(Qt::Key_L, Qt::ControlModifier);
        driver->key(Qt::Key_Escape);
        ASSERT_TRUE(driver->settle());
        EXPECT_EQ(driver->list(), list);
        EXPECT_EQ(list->rows()->shown().size, all);
    };
    filter(page->tree(), QStringLiteral("systemextension"));
    for (const auto& [key, text] :
         {std::pair{Qt::Key_1, "sandbox"}, {Qt::Key_3, "Executable"}, {Qt::Key_4, "System"}, {Qt::Key_5, "Info"}}) {
        page->tree()->setFocus();
        driver->key(key, Qt::AltModifier);
        ASSERT_TRUE(driver->settle());
        driver->key(Qt::Key_F6);
        filter(page->itemView()->table(), QString::fromLatin1(text));
    }
}

TEST_F(Keyboard, CopiesFromTreeAndTables) {
    openSample();
    driver->key(Qt::Key_End);
    driver->key(Qt::Key_C, Qt::ControlModifier);
    EXPECT_TRUE(clipboard().startsWith(QStringLiteral("Contents/PlugIns/Tunnel.appex"))) << clipboard().toStdString();
    driver->key(Qt::Key_F6);
    driver->type(QStringLiteral("com.apple.developer.networking"));
    driver->key(Qt::Key_C, Qt::ControlModifier);
    EXPECT_TRUE(clipboard().contains(QStringLiteral("\tpacket-tunnel-provider, dns-proxy\t")))
        << clipboard().toStdString();
    driver->key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(clipboard(), QStringLiteral("com.apple.developer.networking.networkextension"));
}

/// The part of the window that a widget belongs to.
QString place_of(const QWidget* widget, const MainWindow& window, const InspectPage& page) {
    const auto within = [widget](const QWidget* part) { return part == widget || part->isAncestorOf(widget); };
    if (const auto* tools = window.findChild<QToolBar*>(QStringLiteral("tools")); within(tools))
        return QStringLiteral("tools");
    if (within(window.documentTabs())) return QStringLiteral("documents");
    if (within(page.tree())) return QStringLiteral("tree");
    if (within(page.itemView()->tabs()->tabBar())) return QStringLiteral("view tabs");
    if (within(page.itemView()->page(page.itemView()->currentView()))) return QStringLiteral("view");
    return within(&page) ? QStringLiteral("page") : QStringLiteral("frame");
}

TEST_F(Keyboard, GoesRoundTheWindowWithTab) {
    openForged();
    for (const Qt::Key view : view_keys) {
        driver->key(view, Qt::AltModifier);
        ASSERT_TRUE(driver->settle());
        page->tree()->setFocus(Qt::TabFocusReason);
        const QWidget* first = nullptr;
        QStringList places;
        QSet<const QWidget*> met;
        for (int i = 0; i < 80 && driver->focus() != first; ++i) {
            if (first == nullptr) first = driver->focus();
            EXPECT_FALSE(met.contains(driver->focus())) << driver->focus()->metaObject()->className();
            met.insert(driver->focus());
            const QString place = place_of(driver->focus(), *window, *page);
            if (places.isEmpty() || places.last() != place) places.append(place);
            driver->key(Qt::Key_Tab);
        }
        EXPECT_EQ(driver->focus(), first) << "round and round";
        EXPECT_EQ(places.last(), QStringLiteral("tools")) << "which stand before the tree";
        places.removeAll(QStringLiteral("page")); // facts of the header
        EXPECT_EQ(places.mid(0, 3),
                  (QStringList{QStringLiteral("tree"), QStringLiteral("view tabs"), QStringLiteral("view")}))
            << view << ": " << places.join(QStringLiteral(", ")).toStdString();
    }
}

} // namespace
} // namespace nei::ui
