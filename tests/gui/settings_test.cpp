// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/shell_fixture.h"
#include "ui/common/recent.h"

#include <QSignalSpy>
#include <QSplitter>

namespace nei::ui {
namespace {

class SettingsFile : public testing::Test {
protected:
    QTemporaryDir folder;
    QString ini = folder.filePath(QStringLiteral("settings.ini"));
};

TEST_F(SettingsFile, HasADefaultForEverything) {
    const Settings settings(ini);
    EXPECT_EQ(settings.themeChoice(), ThemeChoice::system);
    EXPECT_EQ(settings.contrastChoice(), ContrastChoice::system);
    EXPECT_TRUE(settings.keepsRecent());
    EXPECT_TRUE(settings.readsAgain());
    EXPECT_TRUE(settings.showsMenuBar());
    EXPECT_EQ(settings.lastFolder(), QString());
}

TEST_F(SettingsFile, ComesBackAsItWasLeft) {
    {
        Settings settings(ini);
        QSignalSpy changed(&settings, &Settings::changed);
        settings.setThemeChoice(ThemeChoice::dark);
        settings.setThemeChoice(ThemeChoice::dark);
        settings.setContrastChoice(ContrastChoice::high);
        settings.setKeepsRecent(false);
        settings.setReadsAgain(false);
        settings.setShowsMenuBar(false);
        EXPECT_EQ(changed.count(), 5) << "the same choice again is no change";
        settings.setLastFolder(QStringLiteral("/x"));
    }
    const Settings settings(ini);
    EXPECT_EQ(settings.themeChoice(), ThemeChoice::dark);
    EXPECT_EQ(settings.contrastChoice(), ContrastChoice::high);
    EXPECT_FALSE(settings.keepsRecent());
    EXPECT_FALSE(settings.readsAgain());
    EXPECT_FALSE(settings.showsMenuBar());
    EXPECT_EQ(settings.lastFolder(), QStringLiteral("/x"));
}

TEST_F(SettingsFile, TakesADamagedFileForAnEmptyOne) {
    std::ofstream(to_path(ini))
        << "[appearance]\ntheme=purple\ncontrast=@Variant(rubbish)\n[recent]\nfiles=@Invalid()\n";
    Settings settings(ini);
    Workers workers;
    EXPECT_EQ(settings.themeChoice(), ThemeChoice::system);
    EXPECT_EQ(settings.contrastChoice(), ContrastChoice::system);
    EXPECT_TRUE(RecentFiles(settings, workers).all().empty());
}

TEST_F(SettingsFile, KeepsTheSizesOfASplitterByItsName) {
    const auto make = [](QSplitter& splitter) {
        splitter.addWidget(new QWidget);
        splitter.addWidget(new QWidget);
        splitter.resize(400, 100);
    };
    Settings settings(ini);
    QSplitter saved, restored;
    make(saved);
    make(restored);
    saved.setSizes({100, 300});
    settings.saveSplitter(QStringLiteral("columns"), saved);
    EXPECT_FALSE(settings.restoreSplitter(QStringLiteral("other"), restored));
    EXPECT_TRUE(settings.restoreSplitter(QStringLiteral("columns"), restored));
    EXPECT_EQ(restored.sizes(), saved.sizes());
}

class Recent : public SettingsFile {
protected:
    std::filesystem::path file(const char* name) {
        const std::filesystem::path path = to_path(folder.filePath(QString::fromLatin1(name)));
        std::ofstream(path) << "x";
        return path;
    }
    static RecentFile entry(const std::filesystem::path& path) {
        return {path, QStringLiteral("app"), from_path(path.filename()), QStringLiteral("2.1"),
                QDateTime::currentDateTime()};
    }

    Settings settings{ini};
    Workers workers;
};

TEST_F(Recent, ListsTheLatestFirstEachOnceAndAtMostTwelve) {
    RecentFiles recent(settings, workers);
    for (int i = 0; i < 15; ++i) recent.add(entry("/x/" + std::to_string(i)));
    recent.add(entry("/x/7"));
    ASSERT_EQ(recent.all().size(), RecentFiles::most);
    EXPECT_EQ(recent.all()[0].path, "/x/7");
    EXPECT_EQ(recent.all()[1].path, "/x/14");
    EXPECT_EQ(std::ranges::count(recent.all(), std::filesystem::path("/x/7"), &RecentFile::path), 1);
}

TEST_F(Recent, ComesBackAndShowsOnlyWhatIsStillThere) {
    const auto here = file("here.zip");
    const std::filesystem::path odd = to_path(folder.path()) / "odd \xff name;[x].app"; // no UTF-8
    std::ofstream(odd) << "x";
    {
        RecentFiles recent(settings, workers);
        recent.add(entry(here));
        recent.add(entry(odd));
        recent.add(entry("/nowhere/gone.app"));
        EXPECT_EQ(recent.present().size(), 3u) << "what was just read is there";
    }
    RecentFiles recent(settings, workers);
    ASSERT_EQ(recent.all().size(), 3u);
    EXPECT_TRUE(recent.present().empty()) << "nobody has looked yet";
    QSignalSpy changed(&recent, &RecentFiles::changed);
    recent.look();
    ASSERT_TRUE(QTest::qWaitFor([&] { return recent.present().size() == 2; }));
    EXPECT_EQ(recent.present()[0].path, odd);
    EXPECT_EQ(recent.present()[1].path, here);
    EXPECT_EQ(recent.present()[1].second, QStringLiteral("2.1"));
    std::filesystem::remove(here);
    recent.look();
    EXPECT_TRUE(QTest::qWaitFor([&] { return recent.present().size() == 1; }));
    EXPECT_EQ(recent.all().size(), 3u) << "a disk that is away may come back";
}

TEST_F(Recent, KeepsNothingWhereThatWasChosenAndForgetsOnRequest) {
    RecentFiles recent(settings, workers);
    recent.add(entry("/x/a"));
    settings.setKeepsRecent(false);
    recent.add(entry("/x/b"));
    EXPECT_EQ(recent.all().size(), 1u);
    recent.clear();
    EXPECT_TRUE(recent.all().empty());
    EXPECT_TRUE(RecentFiles(settings, workers).all().empty());
}

TEST(RecentTime, SaysTodayYesterdayOrTheDate) {
    const QDateTime now({2026, 11, 20}, {15, 0});
    EXPECT_EQ(recent_time(QDateTime({2026, 11, 20}, {14, 2}), now), QStringLiteral("Today 14:02"));
    EXPECT_EQ(recent_time(QDateTime({2026, 11, 19}, {23, 59}), now), QStringLiteral("Yesterday"));
    EXPECT_EQ(recent_time(QDateTime({2026, 11, 17}, {9, 0}), now), QStringLiteral("2026-11-17"));
    EXPECT_EQ(recent_time(QDateTime({2026, 11, 21}, {9, 0}), now), QStringLiteral("2026-11-21")) << "a wrong clock";
}

} // namespace
} // namespace nei::ui
