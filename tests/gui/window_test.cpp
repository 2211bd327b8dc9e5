// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/sample.h"
#include "ui/common/open_bundle.h"
#include "ui/common/text.h"
#include "ui/common/tree_view.h"
#include "ui/common/widgets.h"
#include "ui/inspect/entitlement_rows.h"
#include "ui/inspect/inspect_page.h"
#include "ui/inspect/problems_pane.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace nei::ui {
namespace {

using namespace std::chrono_literals;

class FakeDialogs final : public Dialogs {
public:
    std::optional<std::filesystem::path> openFile(QWidget*) override { return answer; }
    std::optional<std::filesystem::path> openFolder(QWidget*) override { return answer; }
    void about(QWidget*, const QString& text) override { about_text = text; }
    std::optional<std::filesystem::path> saveFile(QWidget*, const QString& name) override {
        asked_name = name;
        return answer;
    }
    void showInFolder(const std::filesystem::path& path) override { shown_in_folder = path; }
    void openAddress(const QString& address) override { opened_address = address; }
    std::optional<std::filesystem::path> answer;
    QString about_text, asked_name;
    std::filesystem::path shown_in_folder;
    QString opened_address;
};

Theme& theme() {
    static Theme theme(ThemeChoice::light);
    return theme;
}

/// The window with an opener of the test's choice: at first one that knows the sample bundle only.
class Window : public testing::Test {
protected:
    void show() {
        window = std::make_unique<MainWindow>(Services{theme(), workers, dialogs, opener});
        window->show();
        ASSERT_TRUE(QTest::qWaitForWindowExposed(window.get()));
        QApplication::setActiveWindow(window.get());
    }

    /// Opens and waits until it is read.
    InspectPage* open(const char* path) {
        window->openPath(path);
        EXPECT_TRUE(QTest::qWaitFor([&] { return !window->currentPage()->isBusy(); }));
        return window->currentPage();
    }

    void drop(const std::vector<QString>& paths) {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& path : paths) urls.append(QUrl::fromLocalFile(path));
        data.setUrls(urls);
        const QPoint at(200, 300);
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &enter);
        ASSERT_TRUE(enter.isAccepted());
        QDropEvent dropped(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window.get(), &dropped);
        ASSERT_TRUE(dropped.isAccepted());
    }

    void click(TreeView* view, const QVariant& key) {
        for (QModelIndex at = view->model()->index(0, 0); at.isValid(); at = view->indexBelow(at)) {
            if (at.data(KeyRole) != key) continue;
            view->scrollTo(at);
            QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(at).center());
            return;
        }
        FAIL() << "no row " << key.toString().toStdString();
    }

    QString labels_of(const QWidget* widget) {
        QStringList texts;
        for (const QLabel* label : widget->findChildren<QLabel*>())
            if (label->isVisibleTo(widget)) texts.append(label->text());
        return texts.join(QLatin1Char('|'));
    }

    Workers workers;
    FakeDialogs dialogs;
    Opener opener = [](const std::filesystem::path& path, const TaskControl&, const TakeStructure&) -> Result<Opened> {
        if (path.filename() == "notes.txt")
            return fail(ErrorCode::unsupported, "notes.txt is not a bundle, an archive or a profile.");
        return Opened{test::sample_bundle(), nullptr};
    };
    std::unique_ptr<MainWindow> window;
};

TEST_F(Window, starts_with_the_welcome_page_and_takes_a_drop) {
    show();
    EXPECT_EQ(window->currentPage(), nullptr);
    EXPECT_FALSE(window->actions()[ActionId::close_tab]->isEnabled());
    drop({QStringLiteral("/x/Fernway.app")});
    ASSERT_EQ(window->documentCount(), 1);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window->currentPage()->isBusy(); }));
    EXPECT_EQ(window->documentTabs()->tabText(0), QStringLiteral("Fernway.app 2.1 (345)"));
    EXPECT_TRUE(window->currentPage()->tree()->isVisible());
}

TEST_F(Window, refuses_a_drag_that_is_no_file) {
    show();
    QMimeData data;
    data.setText(QStringLiteral("hello"));
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    enter.ignore();
    QApplication::sendEvent(window.get(), &enter);
    EXPECT_FALSE(enter.isAccepted());
}

TEST_F(Window, opens_each_dropped_path_in_a_tab_and_the_same_path_once) {
    show();
    drop({QStringLiteral("/x/A.app"), QStringLiteral("/x/B.app")});
    drop({QStringLiteral("/x/A.app")});
    EXPECT_EQ(window->documentCount(), 2);
    EXPECT_EQ(window->documentTabs()->currentIndex(), 0);
}

TEST_F(Window, opens_what_the_dialog_answers) {
    show();
    dialogs.answer = "/x/Fernway.app";
    QTest::keyClick(window.get(), Qt::Key_O, Qt::ControlModifier);
    EXPECT_EQ(window->documentCount(), 1);
    dialogs.answer.reset();
    window->actions()[ActionId::open_folder]->trigger();
    EXPECT_EQ(window->documentCount(), 1) << "a cancelled dialog opens nothing";
}

TEST_F(Window, shows_the_item_that_is_clicked_in_the_tree) {
    show();
    InspectPage* page = open("/x/Fernway.app");
    click(page->tree(), 4);
    const QString texts = labels_of(page->itemView());
    EXPECT_TRUE(texts.contains(QStringLiteral("Tunnel.appex"))) << texts.toStdString();
    EXPECT_TRUE(texts.contains(QStringLiteral("Packet tunnel provider, app extension"))) << texts.toStdString();
    EXPECT_TRUE(texts.contains(QStringLiteral("Fernway <b>Tunnel</b>"))) << "shown letter by letter";
    click(page->itemView()->table(), QString::fromUtf8(ne::network_extension_entitlement.data()));
    const auto* detail =
        page->itemView()->page(ItemView::entitlements)->findChild<QPlainTextEdit*>(QStringLiteral("detailLine"));
    ASSERT_NE(detail, nullptr);
    EXPECT_TRUE(detail->toPlainText().contains(QStringLiteral("packet-tunnel-provider, dns-proxy")))
        << detail->toPlainText().toStdString();
}

TEST_F(Window, walks_tree_views_and_tabs_by_keys) {
    show();
    InspectPage* page = open("/x/Fernway.app");
    page->tree()->setFocus(Qt::TabFocusReason);
    page->selectItem(0);
    QTest::keyClick(page->tree(), Qt::Key_Down);
    EXPECT_EQ(page->tree()->currentKey(), QVariant(3)) << "fernwayctl, the row below";
    QTest::keyClick(page->tree(), Qt::Key_2, Qt::AltModifier);
    EXPECT_EQ(page->itemView()->currentView(), ItemView::signature);
    page->selectItem(4);
    EXPECT_EQ(page->itemView()->currentView(), ItemView::signature) << "the view stays while items change";
    QTest::keyClick(page->tree(), Qt::Key_F6);
    EXPECT_EQ(QApplication::focusWidget(), page->itemView()->table());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6, Qt::ShiftModifier);
    EXPECT_EQ(QApplication::focusWidget(), page->tree());

    open("/x/Other.app");
    EXPECT_EQ(window->documentTabs()->currentIndex(), 1);
    window->actions()[ActionId::next_tab]->trigger();
    EXPECT_EQ(window->documentTabs()->currentIndex(), 0);
    QTest::keyClick(window.get(), Qt::Key_W, Qt::ControlModifier);
    EXPECT_EQ(window->documentCount(), 1);
    QTest::keyClick(window.get(), Qt::Key_W, Qt::ControlModifier);
    EXPECT_EQ(window->currentPage(), nullptr);
}

TEST_F(Window, copies_whole_values_with_tabs_between_them) {
    show();
    InspectPage* page = open("/x/Fernway.app");
    page->selectItem(4);
    TreeView* table = page->itemView()->table();
    const QString key = QString::fromUtf8(ne::network_extension_entitlement.data());
    click(table, key);
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    const QString copied = QApplication::clipboard()->text();
    EXPECT_TRUE(copied.startsWith(
        key + QStringLiteral("\tpacket-tunnel-provider\tpacket-tunnel-provider\tpacket-tunnel-provider, dns-proxy\t")));
    const auto& findings = page->document().judged().judgement->findings;
    const auto finding = std::ranges::find_if(findings, [](const rules::Finding& one) {
        return one.item == 4 && one.key == ne::network_extension_entitlement;
    });
    ASSERT_NE(finding, findings.end());
    EXPECT_EQ(copied.section(u'\t', 4), shown(finding->title)) << "what a finding says of it";
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_EQ(QApplication::clipboard()->text().count(QLatin1Char('\t')), 0);
}

TEST_F(Window, shows_the_sentence_of_what_cannot_be_opened_in_its_tab) {
    show();
    InspectPage* page = open("/x/notes.txt");
    EXPECT_EQ(page->document().state(), Document::State::failed);
    EXPECT_TRUE(page->message()->isVisible());
    EXPECT_EQ(page->message()->sentence(), QStringLiteral("notes.txt is not a bundle, an archive or a profile."));
    EXPECT_EQ(window->documentTabs()->tabText(0), QStringLiteral("notes.txt"));
    auto* again = page->message()->findChild<QPushButton*>();
    ASSERT_NE(again, nullptr);
    QTest::mouseClick(again, Qt::LeftButton);
    EXPECT_TRUE(QTest::qWaitFor([&] { return page->document().state() == Document::State::failed; }));
}

TEST_F(Window, counts_problems_and_shows_them_on_request) {
    show();
    InspectPage* page = open("/x/Fernway.app");
    EXPECT_FALSE(page->problems()->isVisible());
    QTest::keyClick(window.get(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_TRUE(page->problems()->isVisible());
    page->problems()->table()->setFocus();
    click(page->problems()->table(), 1);
    EXPECT_EQ(page->tree()->currentKey(), QVariant(1)) << "choosing a problem selects its item";
}

TEST_F(Window, reads_again_and_keeps_the_selected_item) {
    show();
    InspectPage* page = open("/x/Fernway.app");
    page->selectItem(4);
    const BundlePointer before = page->document().bundle();
    window->actions()[ActionId::read_again]->trigger();
    EXPECT_TRUE(QTest::qWaitFor([&] { return page->document().bundle() != before; }));
    EXPECT_EQ(page->tree()->currentKey(), QVariant(4));
}

TEST_F(Window, changes_colours_while_it_is_open) {
    show();
    open("/x/Fernway.app");
    window->actions()[ActionId::theme_dark]->trigger();
    EXPECT_TRUE(theme().isDark());
    EXPECT_LT(window->palette().color(QPalette::Base).lightness(), 60);
    window->actions()[ActionId::theme_light]->trigger();
    EXPECT_FALSE(theme().isDark());
}

TEST_F(Window, has_every_action_in_a_menu_and_a_name_for_every_view) {
    show();
    open("/x/Fernway.app");
    for (std::size_t id = 0; id < action_count; ++id)
        EXPECT_FALSE(window->actions()[static_cast<ActionId>(id)]->associatedObjects().isEmpty()) << id;
    for (const TreeView* view : window->findChildren<TreeView*>()) EXPECT_FALSE(view->accessibleName().isEmpty());
    for (const QToolButton* button : window->findChildren<QToolButton*>()) {
        if (button->objectName().startsWith(QStringLiteral("qt_"))) continue; // Qt's own, which has its own name
        EXPECT_FALSE(button->accessibleName().isEmpty() && button->text().isEmpty() && button->toolTip().isEmpty())
            << button->objectName().toStdString();
    }
}

/// Work that waits until it is told to go on, as a slow disk would make it.
struct Gate {
    std::atomic<bool> open = false, started = false, stopped = false, finished = false;
};

Opener waiting(const std::shared_ptr<Gate>& gate) {
    return [gate](const std::filesystem::path&, const TaskControl& control, const TakeStructure&) -> Result<Opened> {
        gate->started = true;
        control.report({.doing = "Reading code", .done = 3, .total = 10});
        while (!gate->open && !control.stopped()) std::this_thread::sleep_for(1ms);
        gate->stopped = control.stopped();
        gate->finished = true;
        return Opened{test::sample_bundle(), nullptr};
    };
}

TEST_F(Window, shows_progress_only_when_slow_and_cancels) {
    const auto gate = std::make_shared<Gate>();
    opener = waiting(gate);
    show();
    Document* document = window->openPath("/x/Slow.app");
    EXPECT_FALSE(window->progressStrip()->isVisible());
    ASSERT_TRUE(QTest::qWaitFor([&] { return window->progressStrip()->isVisible(); }, 3000));
    ASSERT_TRUE(QTest::qWaitFor(
        [&] { return labels_of(window->progressStrip()).contains(QStringLiteral("Reading code, 3 of 10")); }, 2000));
    QTest::mouseClick(window->progressStrip()->findChild<QPushButton*>(QStringLiteral("cancelJob")), Qt::LeftButton);
    EXPECT_EQ(document->state(), Document::State::stopped);
    EXPECT_FALSE(window->progressStrip()->isVisible());
    ASSERT_TRUE(QTest::qWaitFor([&] { return gate->finished.load(); }));
    EXPECT_TRUE(gate->stopped);
    QTest::qWait(20);
    EXPECT_EQ(document->bundle(), nullptr) << "the result of stopped work is dropped";
    gate->open = true;
    document->load();
    EXPECT_TRUE(QTest::qWaitFor([&] { return document->state() == Document::State::ready; }));
}

/// Gives the structure at once, and the rest when it is told to go on.
Opener in_two_parts(const std::shared_ptr<Gate>& gate) {
    return [gate](const std::filesystem::path&, const TaskControl& control,
                  const TakeStructure& take_structure) -> Result<Opened> {
        auto structure = std::make_shared<bundle::Bundle>(*test::sample_bundle());
        structure->structure_only = true;
        for (bundle::CodeItem& item : structure->items) item.slices.clear();
        take_structure({structure, nullptr});
        while (!gate->open && !control.stopped()) std::this_thread::sleep_for(1ms);
        if (control.stopped()) return fail(ErrorCode::cancelled, "Stopped.");
        return Opened{test::sample_bundle(), nullptr};
    };
}

TEST_F(Window, shows_the_structure_while_signatures_are_read) {
    const auto gate = std::make_shared<Gate>();
    opener = in_two_parts(gate);
    show();
    Document* document = window->openPath("/x/Big.ipa");
    ASSERT_TRUE(QTest::qWaitFor(
        [&] { return document->bundle() != nullptr && !window->currentPage()->tree()->rows()->isBuilding(); }));
    EXPECT_EQ(document->state(), Document::State::loading);
    InspectPage* page = window->currentPage();
    ASSERT_TRUE(page->tree()->isVisible());
    EXPECT_FALSE(page->itemView()->tabs()->isVisible()) << "nothing is said of entitlements that were not read";
    EXPECT_TRUE(labels_of(page->itemView()).contains(QStringLiteral("Reading code and signatures")));
    page->selectItem(2);
    gate->open = true;
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window->currentPage()->isBusy(); }));
    EXPECT_FALSE(document->bundle()->structure_only);
    EXPECT_TRUE(page->itemView()->tabs()->isVisible());
    EXPECT_EQ(page->tree()->currentKey().toInt(), 2) << "what was selected meanwhile stays selected";
}

TEST_F(Window, forgets_the_structure_when_reading_is_cancelled) {
    opener = in_two_parts(std::make_shared<Gate>());
    show();
    Document* document = window->openPath("/x/Big.ipa");
    ASSERT_TRUE(QTest::qWaitFor([&] { return document->bundle() != nullptr; }));
    document->cancel();
    EXPECT_EQ(document->state(), Document::State::stopped);
    EXPECT_TRUE(window->currentPage()->message()->isVisible());
}

TEST_F(Window, drops_a_result_that_comes_after_its_tab_was_closed) {
    const auto gate = std::make_shared<Gate>();
    opener = waiting(gate);
    show();
    window->openPath("/x/Slow.app");
    ASSERT_TRUE(QTest::qWaitFor([&] { return gate->started.load(); }));
    window->closeTab(0);
    EXPECT_EQ(window->documentCount(), 0);
    ASSERT_TRUE(QTest::qWaitFor([&] { return gate->finished.load(); }));
    QTest::qWait(20);
    EXPECT_EQ(window->currentPage(), nullptr);
}

TEST_F(Window, may_be_destroyed_while_it_reads) {
    const auto gate = std::make_shared<Gate>();
    opener = waiting(gate);
    show();
    window->openPath("/x/Slow.app");
    ASSERT_TRUE(QTest::qWaitFor([&] { return gate->started.load(); }));
    window.reset();
    EXPECT_TRUE(QTest::qWaitFor([&] { return gate->finished.load(); }));
    QTest::qWait(20);
}

TEST(JobSlot, lets_only_the_newest_job_answer) {
    Workers workers;
    JobSlot slot(workers);
    std::vector<int> answers;
    const auto gate = std::make_shared<Gate>();
    slot.start(
        [gate](const TaskControl&) -> Result<int> {
            while (!gate->open) std::this_thread::sleep_for(1ms);
            gate->finished = true;
            return 1;
        },
        [&](Result<int> result) { answers.push_back(*result); });
    slot.start([](const TaskControl&) -> Result<int> { return 2; },
               [&](Result<int> result) { answers.push_back(*result); });
    EXPECT_TRUE(QTest::qWaitFor([&] { return !answers.empty(); }));
    gate->open = true;
    EXPECT_TRUE(QTest::qWaitFor([&] { return gate->finished.load(); }));
    QTest::qWait(20);
    EXPECT_EQ(answers, std::vector<int>{2});
    EXPECT_FALSE(slot.isRunning());
}

TEST(JobSlot, turns_an_exception_into_an_error) {
    Workers workers;
    JobSlot slot(workers);
    std::optional<Result<int>> answer;
    slot.start([](const TaskControl&) -> Result<int> { throw std::bad_alloc(); },
               [&](Result<int> result) { answer = std::move(result); });
    ASSERT_TRUE(QTest::qWaitFor([&] { return answer.has_value(); }));
    EXPECT_FALSE(answer->has_value());
}

TEST_F(Window, says_with_core_why_a_text_file_cannot_be_opened) {
    QTemporaryDir folder;
    const std::filesystem::path path = to_path(folder.filePath(QStringLiteral("notes.txt")));
    std::ofstream(path) << "hello\n";
    opener = bundle_opener(signature::TrustStore::apple());
    show();
    const InspectPage* page = open(path.c_str());
    EXPECT_EQ(page->document().state(), Document::State::failed);
    EXPECT_TRUE(page->message()->sentence().contains(QStringLiteral("notes.txt")))
        << page->message()->sentence().toStdString();
    const InspectPage* missing = open("/nowhere/Missing.app");
    EXPECT_EQ(missing->document().state(), Document::State::failed);
    EXPECT_TRUE(missing->message()->sentence().contains(QStringLiteral("Missing.app")));
}

} // namespace
} // namespace nei::ui
