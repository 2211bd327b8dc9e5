// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/certificates.h"
#include "tests/gui/driver.h"
#include "tests/gui/large_bundles.h"
#include "tests/gui/shell_fixture.h"
#include "tests/gui/watchdog.h"
#include "ui/common/open_bundle.h"
#include "ui/inspect/problems_pane.h"
#include "ui/inspect/search_pane.h"

#include <QToolButton>

namespace nei::ui {
namespace {

using test::Driver;
using test::Handled;
using test::Watchdog;

constexpr std::size_t kinds_printed = 8;
constexpr std::size_t megabyte = 1'000'000;
constexpr std::size_t most_memory = 200 * megabyte; ///< for 5,000 items and 50,000 files

/// The real window with the real opener. What is waited for is handled event by event, as in the program.
class Responsive : public test_shell::Shell {
protected:
    void SetUp() override {
        Shell::SetUp();
        signature::TrustStore trust = signature::TrustStore::apple();
        ASSERT_TRUE(trust.add_given(as_bytes(forge::trust_roots_pem())));
        opener = bundle_opener(std::move(trust));
    }

    /// Opens by key, from the welcome page to the rows of the tree.
    void openByKey(Driver& driver, const std::filesystem::path& path) {
        dialogs.answer = path;
        driver.key(Qt::Key_O, Qt::ControlModifier);
        ASSERT_TRUE(driver.settle());
        ASSERT_EQ(window->currentPage()->document().state(), Document::State::ready);
    }

    /// What every list can do: to its end and back, by wheel, narrowed and wide again.
    void useList(Driver& driver, const QString& filter) {
        TreeView* view = driver.list();
        ASSERT_NE(view, nullptr);
        driver.key(Qt::Key_End);
        driver.key(Qt::Key_Home);
        driver.key(Qt::Key_PageDown, {}, 5);
        driver.key(Qt::Key_Down, {}, 5);
        driver.wheel(*view, 10);
        driver.wheel(*view, -5);
        driver.key(Qt::Key_L, Qt::ControlModifier);
        if (driver.list() == view) return; // it has no filter
        driver.type(filter);
        ASSERT_TRUE(driver.settle());
        driver.key(Qt::Key_Escape);
        ASSERT_TRUE(driver.settle());
        EXPECT_EQ(driver.list(), view);
    }

    void useViews(Driver& driver, const QString& filter) {
        for (const Qt::Key key : {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_5}) {
            driver.key(key, Qt::AltModifier);
            ASSERT_TRUE(driver.settle());
            window->currentPage()->tree()->setFocus();
            driver.key(Qt::Key_F6);
            useList(driver, filter);
        }
    }

    void searchFor(Driver& driver, const QString& text) {
        driver.key(Qt::Key_F, Qt::ControlModifier);
        driver.type(text);
        ASSERT_TRUE(QTest::qWaitFor([&] { return window->currentPage()->searchText() == text; }));
        ASSERT_TRUE(driver.settle());
        for (int i = 0; i < 5; ++i) {
            driver.key(Qt::Key_F3);
            ASSERT_TRUE(driver.settle());
        }
        driver.key(Qt::Key_F, Qt::ControlModifier);
        driver.key(Qt::Key_Escape);
        ASSERT_TRUE(driver.settle());
    }

    static void printMemory(const char* when) {
        std::printf("memory: %zu MB at most, %s\n", test::peak_memory() / megabyte, when);
    }

    static void expectFast(const char* title) {
        const std::vector<Handled> handled = Watchdog::instance().disarm();
        test::print_handled(title, handled, kinds_printed);
        for (const Handled& kind : handled) EXPECT_LE(kind.cpu_ms, Watchdog::limit_ms()) << title << ": " << kind.kind;
    }
};

TEST_F(Responsive, AnswersWithinAFrameWith300Items) {
    const auto app = test::write_app_of_300_items(to_path(folder.filePath(QStringLiteral("app"))));
    show();
    Driver driver(*window);
    Watchdog& watchdog = Watchdog::instance();

    watchdog.arm();
    openByKey(driver, app);
    expectFast("opening 300 items");

    watchdog.arm();
    useList(driver, QStringLiteral("Kit01"));
    for (const Qt::Key key : {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_5}) {
        window->currentPage()->selectItem(0);
        driver.key(key, Qt::AltModifier);
        window->currentPage()->tree()->setFocus();
        driver.key(Qt::Key_Down, {}, 12);
        driver.key(Qt::Key_PageDown, {}, 4);
        ASSERT_TRUE(driver.settle());
    }
    expectFast("moving through 300 items");

    window->currentPage()->selectItem(0);
    watchdog.arm();
    useViews(driver, QStringLiteral("key01"));
    expectFast("the views of one item");

    watchdog.arm();
    searchFor(driver, QStringLiteral("kit"));
    expectFast("searching 300 items");

    watchdog.arm();
    window->actions()[ActionId::theme_dark]->trigger();
    window->resize(960, 640);
    ASSERT_TRUE(driver.settle());
    driver.key(Qt::Key_W, Qt::ControlModifier);
    QTest::qWait(50);
    expectFast("resizing, closing");
}

TEST_F(Responsive, AnswersWithinAFrameWith5000ItemsAnd50000Files) {
    const auto app = test::write_app_of_50000_files(to_path(folder.filePath(QStringLiteral("app"))));
    show();
    Driver driver(*window);
    Watchdog& watchdog = Watchdog::instance();
    test::reset_peak_memory();
    const std::size_t before = test::peak_memory();

    watchdog.arm();
    openByKey(driver, app);
    InspectPage* page = window->currentPage();
    ASSERT_EQ(page->document().bundle()->items.size(), 5'000U);
    expectFast("opening 5,000 items");
    printMemory("with 5,000 items");

    watchdog.arm();
    useList(driver, QStringLiteral("part04"));
    page->selectItem(0);
    expectFast("the tree of 5,000 items");

    watchdog.arm();
    driver.key(Qt::Key_5, Qt::AltModifier);
    ASSERT_TRUE(driver.settle());
    TreeView* files = page->itemView()->table();
    EXPECT_GE(files->rows()->shown().size, 50'000U);
    expectFast("listing 50,000 files");
    printMemory("with 50,000 files");

    watchdog.arm();
    driver.key(Qt::Key_F6);
    ASSERT_EQ(driver.list(), files);
    useList(driver, QStringLiteral("more"));
    expectFast("the list of 50,000 files");

    watchdog.arm();
    for (QToolButton* chip : page->itemView()->findChildren<QToolButton*>(QStringLiteral("filterChip"))) {
        driver.click(*chip);
        QTest::qWait(30);
        ASSERT_TRUE(driver.settle());
    }
    driver.click(*page->itemView()->findChild<QToolButton*>(QStringLiteral("filterChip")));
    QTest::qWait(100);
    expectFast("chips of 50,000 files");

    watchdog.arm();
    for (const int column : {0, 1, 2, 2}) {
        driver.clickHeader(*files, column);
        ASSERT_TRUE(QTest::qWaitFor([&] { return files->rows()->shown().arrangement.column == column; }));
        QTest::qWait(100);
    }
    expectFast("sorting 50,000 files");

    watchdog.arm();
    searchFor(driver, QStringLiteral("more"));
    expectFast("searching 50,000 files");

    const std::size_t needed = test::peak_memory() - before;
    std::printf("memory: %zu MB at most, %zu MB more than before it was opened\n", test::peak_memory() / megabyte,
                needed / megabyte);
    // Checked accesses take memory of their own.
    if (Watchdog::is_optimised) {
        EXPECT_LE(needed, most_memory);
    }

    watchdog.arm();
    driver.key(Qt::Key_W, Qt::ControlModifier);
    QTest::qWait(100);
    expectFast("closing 50,000 files");
}

} // namespace
} // namespace nei::ui
