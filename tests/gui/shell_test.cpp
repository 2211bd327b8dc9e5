// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/certificates.h"
#include "tests/forge/spec.h"
#include "tests/gui/shell_fixture.h"
#include "ui/window/drop_hint.h"
#include "ui/window/file_watch.h"
#include "ui/window/mode_rail.h"
#include "ui/window/preferences.h"
#include "ui/window/welcome_page.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QDragEnterEvent>
#include <QElapsedTimer>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QStatusBar>
#include <QTabBar>
#include <QToolButton>

#include <atomic>
#include <cstdio>
#include <thread>

namespace nei::ui {
namespace {

using test_shell::Shell;

QStringList texts_of(const QMenu* menu) {
    QStringList texts;
    for (const QAction* action : menu->actions())
        if (!action->isSeparator()) texts.append(action->text());
    return texts;
}

QString status_of(const MainWindow& window) {
    return window.statusBar()->findChild<QLabel*>()->text();
}

TEST(TwoLineList, IsAModelThatSaysAllOfARowToScreenReaders) {
    TwoLineModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setRows({{.icon = QStringLiteral("app"),
                    .title = QStringLiteral("<b>Fernway</b>"),
                    .second = QStringLiteral("2.1"),
                    .mark = Mark::blocker,
                    .word = QStringLiteral("1 blocker"),
                    .right = QStringLiteral("Yesterday"),
                    .tooltip = QStringLiteral("/x/<b>")},
                   {.title = QStringLiteral("B")}});
    EXPECT_EQ(model.index(0).data(Qt::AccessibleTextRole).toString(),
              QStringLiteral("<b>Fernway</b>, 2.1, Blocker, 1 blocker, Yesterday"));
    EXPECT_EQ(model.index(0).data(Qt::ToolTipRole).toString(), QStringLiteral("<p>/x/&lt;b&gt;</p>"));
    model.setRows({});
    EXPECT_EQ(model.rowCount(), 0);
}

TEST_F(Shell, RemembersWhatWasOpenedAndOpensItAgainByKeyAndByMenu) {
    show();
    const auto path = file("Fernway.app");
    open(path);
    window->closeTab(0);
    show();
    TwoLineList* list = window->welcomePage()->recent();
    ASSERT_TRUE(QTest::qWaitFor([&] { return list->rows().rowCount() == 1; }));
    EXPECT_EQ(list->rows().at(0).title, QStringLiteral("Fernway.app"));
    EXPECT_EQ(list->rows().at(0).second, QStringLiteral("2.1 (345), Developer ID"));
    EXPECT_TRUE(list->rows().at(0).right.startsWith(QStringLiteral("Today")));
    list->setFocus(Qt::TabFocusReason);
    QTest::keyClick(list, Qt::Key_Return);
    ASSERT_EQ(window->documentCount(), 1);
    EXPECT_EQ(window->currentPage()->document().path(), path);
    window->closeTab(0);
    QMenu* menu = window->actions()[ActionId::open_recent]->menu();
    ASSERT_EQ(texts_of(menu).size(), 2);
    menu->actions().front()->trigger();
    EXPECT_EQ(window->documentCount(), 1);
    menu->actions().back()->trigger();
    EXPECT_EQ(texts_of(menu), (QStringList{QStringLiteral("Nothing was opened yet"), QStringLiteral("&Clear")}));
    EXPECT_EQ(list->rows().rowCount(), 0);
}

TEST_F(Shell, TakesNamesInMenusLetterByLetter) {
    show();
    open(file("A&B <b>.app"));
    EXPECT_TRUE(
        texts_of(window->actions()[ActionId::open_recent]->menu()).front().startsWith(QStringLiteral("A&&B <b>.app")));
}

TEST_F(Shell, DoesNotRememberWhatCouldNotBeRead) {
    opener = [](const std::filesystem::path&, const TaskControl&, const TakeStructure&) -> Result<Opened> {
        return fail(ErrorCode::unsupported, "No.");
    };
    show();
    open(file("notes.txt"));
    EXPECT_TRUE(window->recentFiles()->all().empty());
}

TEST_F(Shell, OpensAnExampleUnderItsOwnRootAndSaysWhatItIs) {
    std::ofstream(to_path(folder.filePath(QStringLiteral("forged-root.pem")))) << forge::trust_roots_pem();
    const std::filesystem::path spec = std::filesystem::path(NEI_SOURCE_DIR) / "resources/examples/broken-seal.json";
    const auto app =
        forge::write_bundle(forge::read_spec(spec), to_path(folder.filePath(QStringLiteral("broken-seal"))));
    const auto library = bundle::ExampleLibrary::find(std::vector<std::filesystem::path>{to_path(folder.path())});
    ASSERT_TRUE(library);
    show(library);
    TwoLineList* list = window->welcomePage()->examples();
    ASSERT_TRUE(QTest::qWaitFor([&] { return list->rows().rowCount() == 1; })) << "the others are not there";
    EXPECT_TRUE(list->rows().at(0).right.endsWith(QStringLiteral("kB")));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
    ASSERT_EQ(window->documentCount(), 1);
    Document& document = window->currentPage()->document();
    ASSERT_TRUE(QTest::qWaitFor([&] { return document.state() == Document::State::ready; }));
    EXPECT_EQ(document.bundle()->source.kind, source::SourceKind::example);
    EXPECT_EQ(document.bundle()->items.front().profile->signature.chain, signature::ChainAnchor::given_root);
    EXPECT_EQ(window->documentTabs()->tabText(0), QStringLiteral("Fernway.app 2.4.1 (381), example"));
    EXPECT_TRUE(status_of(*window).startsWith(QStringLiteral("Example, forged certificates: ")));
    EXPECT_TRUE(window->recentFiles()->all().empty());
    window->openPath(app);
    EXPECT_EQ(window->documentCount(), 2) << "the same folder by its path is no example";
    EXPECT_EQ(texts_of(window->actions()[ActionId::examples]->menu()).size(), 5);
    EXPECT_EQ(window->openExample(QStringLiteral("nothing")), nullptr);
}

TEST_F(Shell, HasNoExamplesWhereNoneAreInstalled) {
    show();
    EXPECT_FALSE(window->actions()[ActionId::examples]->isEnabled());
    EXPECT_EQ(window->openExample(QStringLiteral("broken-seal")), nullptr);
    EXPECT_FALSE(window->welcomePage()->examples()->isVisible());
}

TEST_F(Shell, SetsTheWelcomePageInOneColumnWhereItIsNarrow) {
    show();
    open(file("Fernway.app"));
    window->closeTab(0);
    WelcomePage* page = window->welcomePage();
    const auto left_of = [&](const QWidget* widget) { return widget->mapTo(page, QPoint()).x(); };
    const auto* drop_area = page->findChild<QFrame*>(QStringLiteral("dropArea"));
    window->resize(1360, 860);
    EXPECT_TRUE(QTest::qWaitFor([&] { return left_of(page->recent()) > left_of(drop_area) + drop_area->width(); }));
    window->resize(900, 640);
    EXPECT_TRUE(QTest::qWaitFor([&] { return left_of(page->recent()) < left_of(drop_area) + 40; }));
}

TEST_F(Shell, LeadsTheTabKeyThroughTheWelcomePageAsItIsRead) {
    show();
    open(file("Fernway.app"));
    window->closeTab(0);
    WelcomePage* page = window->welcomePage();
    const auto buttons = page->findChild<QFrame*>(QStringLiteral("dropArea"))->findChildren<QPushButton*>();
    buttons.front()->setFocus(Qt::TabFocusReason);
    for (const QWidget* next : std::initializer_list<QWidget*>{buttons.back(), page->clearButton(), page->recent()}) {
        QTest::keyClick(window->focusWidget(), Qt::Key_Tab);
        EXPECT_EQ(window->focusWidget(), next);
    }
}

TEST_F(Shell, HidesTheMenuBarAndShowsTheWayBack) {
    show();
    const auto buttons = [&] {
        int count = 0;
        for (const QToolButton* button : window->modeRail()->findChildren<QToolButton*>())
            if (button->isVisible() && !button->objectName().startsWith(QStringLiteral("qt_"))) ++count;
        return count;
    };
    EXPECT_EQ(buttons(), 1);
    QTest::keyClick(window.get(), Qt::Key_M, Qt::ControlModifier);
    EXPECT_FALSE(window->menuBar()->isVisible());
    EXPECT_FALSE(settings.showsMenuBar());
    EXPECT_TRUE(QTest::qWaitFor([&] { return buttons() == 2; }));
    show();
    EXPECT_FALSE(window->menuBar()->isVisible());
    dialogs.answer = file("Fernway.app");
    QTest::keyClick(window.get(), Qt::Key_O, Qt::ControlModifier);
    EXPECT_EQ(window->documentCount(), 1) << "keys work without it";
    QTest::keyClick(window.get(), Qt::Key_M, Qt::ControlModifier);
    EXPECT_TRUE(window->menuBar()->isVisible());
}

TEST_F(Shell, ShowsTheFolderOfADocument) {
    show();
    EXPECT_FALSE(window->actions()[ActionId::show_in_folder]->isEnabled());
    const auto path = file("Fernway.app");
    open(path);
    window->actions()[ActionId::show_in_folder]->trigger();
    EXPECT_EQ(dialogs.shown_in_folder, path);
    EXPECT_EQ(folder_of("/x/Fernway.app"), "/x");
    EXPECT_EQ(folder_of("/x/Fernway.app/"), "/x");
    EXPECT_EQ(folder_of("Fernway.app"), ".");
}

TEST_F(Shell, PutsTheKeyboardIntoTheTreeOfWhatWasOpened) {
    show();
    InspectPage* page = open(file("Fernway.app"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return page->tree()->hasFocus(); }));
}

TEST_F(Shell, AppliesPreferencesAtOnceAndKeepsThem) {
    show();
    QTest::keyClick(window.get(), Qt::Key_Comma, Qt::ControlModifier);
    auto* dialog = window->findChild<Preferences*>();
    ASSERT_NE(dialog, nullptr);
    const auto choose = [&](const char* name) {
        for (auto* button : dialog->findChildren<QRadioButton*>())
            if (button->accessibleName() == QLatin1String(name)) button->click();
    };
    choose("Colours: Dark");
    EXPECT_TRUE(theme.isDark());
    choose("Contrast: High");
    EXPECT_TRUE(theme.isHighContrast());
    EXPECT_TRUE(window->actions()[ActionId::theme_dark]->isChecked());
    choose("Contrast: Standard");
    choose("Colours: Light");
    EXPECT_FALSE(theme.isDark());
    window->recentFiles()->add({"/x/a", QStringLiteral("app"), QStringLiteral("a"), {}, QDateTime::currentDateTime()});
    dialog->findChild<QPushButton*>(QStringLiteral("clearRecent"))->click();
    EXPECT_TRUE(window->recentFiles()->all().empty());
    dialog->findChild<QCheckBox*>(QStringLiteral("keepRecent"))->click();
    EXPECT_FALSE(settings.keepsRecent());
    for (const auto* button : dialog->findChildren<QAbstractButton*>())
        EXPECT_FALSE(button->text().isEmpty() && button->accessibleName().isEmpty());
    QTest::keyClick(dialog, Qt::Key_Escape);
    EXPECT_FALSE(dialog->isVisible());
}

TEST_F(Shell, RemembersTheThemeThatTheMenuChose) {
    show();
    window->actions()[ActionId::theme_dark]->trigger();
    EXPECT_EQ(settings.themeChoice(), ThemeChoice::dark);
    EXPECT_TRUE(theme.isDark());
}

TEST_F(Shell, ReadsAgainWhenTheFilesHaveSettledAfterAChange) {
    show();
    const auto path = file("Fernway.app");
    InspectPage* page = open(path);
    auto* watch = page->findChild<FileWatch*>();
    ASSERT_NE(watch, nullptr);
    const auto look = [&] {
        watch->look();
        EXPECT_TRUE(QTest::qWaitFor([&] { return !watch->isLooking(); }));
    };
    const BundlePointer before = page->document().bundle();
    look();
    look();
    std::filesystem::remove(path);
    look();
    look();
    EXPECT_EQ(page->document().bundle(), before) << "it is gone, which is no change";
    std::ofstream(path) << "half of it";
    look();
    std::ofstream(path) << "all of it, written a little later";
    look();
    EXPECT_EQ(page->document().bundle(), before) << "it is still being written";
    look();
    EXPECT_TRUE(QTest::qWaitFor([&] { return page->document().bundle() != before; }));
    EXPECT_EQ(window->recentFiles()->all().size(), 1u);
}

TEST_F(Shell, StopsWhatIsReadWhenItIsClosed) {
    const auto stopped = std::make_shared<std::atomic<int>>(0);
    opener = [stopped](const std::filesystem::path&, const TaskControl& control,
                       const TakeStructure&) -> Result<Opened> {
        while (!control.stopped()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        ++*stopped;
        return fail(ErrorCode::cancelled, "Stopped.");
    };
    show();
    window->openPath("/x/A.app");
    window->openPath("/x/B.app");
    EXPECT_EQ(window->documentCount(), 2);
    QTest::qWait(20);
    window->close();
    EXPECT_TRUE(QTest::qWaitFor([&] { return *stopped == 2; }));
}

TEST_F(Shell, ComesBackAsLargeAsItWasLeft) {
    show();
    window->showMaximized();
    window->close();
    show();
    EXPECT_TRUE(window->isMaximized());
    window->showNormal();
    window->resize(900, 600);
    window->close();
    show();
    EXPECT_FALSE(window->isMaximized());
    EXPECT_EQ(window->height(), 600);
}

TEST_F(Shell, SurvivesASizeThatIsNone) {
    settings.setValue(QStringLiteral("windows/main/geometry"), QByteArray("rubbish"));
    settings.setValue(QStringLiteral("windows/main/state"), QByteArray("rubbish"));
    show();
    EXPECT_GE(window->width(), 860);
    EXPECT_TRUE(window->modeRail()->isVisible());
}

TEST_F(Shell, ComesBackFromTheHelpToItsDocument) {
    show();
    InspectPage* page = open(file("Fernway.app"));
    Q_EMIT page->helpWanted();
    EXPECT_TRUE(window->welcomePage()->isVisible());
    QTabBar* tabs = window->documentTabs();
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(0).center());
    EXPECT_TRUE(page->isVisible());
}

TEST_F(Shell, OffersAnotherFileWhereOneCannotBeOpened) {
    const Opener samples = opener;
    opener = [samples](const std::filesystem::path& path, const TaskControl& control, const TakeStructure& take) {
        if (path.extension() == ".txt") return Result<Opened>(fail(ErrorCode::unsupported, "notes.txt is no bundle."));
        return samples(path, control, take);
    };
    show();
    InspectPage* page = open(file("notes.txt"));
    QList<QPushButton*> buttons;
    const auto in_sight = [&] {
        buttons = page->findChildren<QPushButton*>();
        buttons.removeIf([](const QPushButton* button) { return !button->isVisible(); });
        return buttons.size() == 3;
    };
    ASSERT_TRUE(QTest::qWaitFor(in_sight));
    std::ranges::sort(buttons, {}, &QPushButton::x);
    for (int i = 1; i < buttons.size(); ++i)
        EXPECT_LE(buttons.at(i)->x() - buttons.at(i - 1)->geometry().right(), 16) << "they stand side by side";
    dialogs.answer = file("Fernway.app");
    QTest::mouseClick(buttons.at(1), Qt::LeftButton);
    EXPECT_EQ(window->documentCount(), 2);
}

/// Prints how long it takes; a number that a busy computer makes larger is no failure.
TEST_F(Shell, TellsHowLongTheFirstFrameAndATreeTake) {
    struct FirstPaint : QObject {
        bool eventFilter(QObject*, QEvent* event) override {
            if (event->type() == QEvent::Paint) painted = true;
            return false;
        }
        bool painted = false;
    } first;
    QElapsedTimer timer;
    timer.start();
    window = std::make_unique<MainWindow>(Services{theme, workers, dialogs, opener, &settings});
    window->installEventFilter(&first);
    window->show();
    ASSERT_TRUE(QTest::qWaitFor([&] { return first.painted; }));
    std::printf("first frame after %lld ms\n", static_cast<long long>(timer.restart()));
    const InspectPage* page = nullptr;
    window->openPath(file("Fernway.app"));
    page = window->currentPage();
    ASSERT_TRUE(QTest::qWaitFor([&] { return page->tree()->isVisible(); }));
    window->grab();
    std::printf("tree after %lld ms\n", static_cast<long long>(timer.elapsed()));
}

class Drag : public Shell {
protected:
    static std::unique_ptr<QMimeData> files(const QStringList& paths) {
        auto data = std::make_unique<QMimeData>();
        QList<QUrl> urls;
        for (const QString& path : paths) urls.append(QUrl::fromLocalFile(path));
        data->setUrls(urls);
        return data;
    }
};

TEST_F(Drag, SaysWhatADropWillDo) {
    EXPECT_EQ(drop_offer(*files({QStringLiteral("/x/Fernway.app/")})).sentence,
              QStringLiteral("Drop to inspect Fernway.app"));
    EXPECT_EQ(drop_offer(*files({QStringLiteral("/x/A.app"), QStringLiteral("/x/B.app")})).sentence,
              QStringLiteral("Drop to inspect 2 things"));
    EXPECT_EQ(drop_offer(*files({QStringLiteral("/x/\u202eppa.app")})).sentence,
              QStringLiteral("Drop to inspect \\u{202e}ppa.app"));
    EXPECT_TRUE(drop_offer(QMimeData()).isNothing());
    const DropOffer mixed = drop_offer(*files({QStringLiteral("/x/A.app"), QStringLiteral("/x/B.DMG")}));
    EXPECT_EQ(mixed.paths.size(), 1u);
    EXPECT_TRUE(mixed.sentence.contains(QStringLiteral("does not read .dmg images")));
}

TEST_F(Drag, IsRefusedOverTheWindowWhereItIsADiskImage) {
    show();
    const auto data = files({QStringLiteral("/x/Fernway.dmg")});
    const QPoint at(200, 300);
    QDragEnterEvent enter(at, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window.get(), &enter);
    EXPECT_TRUE(window->dropHint()->isVisible());
    EXPECT_EQ(window->dropHint()->text(),
              QStringLiteral("NE Inspector does not read .dmg images. Open the image and drop the app inside it."));
    QDragMoveEvent move(at, Qt::CopyAction, data.get(), Qt::LeftButton, Qt::NoModifier);
    move.accept();
    QApplication::sendEvent(window.get(), &move);
    EXPECT_FALSE(move.isAccepted());
    QDragLeaveEvent leave;
    QApplication::sendEvent(window.get(), &leave);
    EXPECT_FALSE(window->dropHint()->isVisible());
    EXPECT_EQ(window->documentCount(), 0);
}

} // namespace
} // namespace nei::ui
