// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/copy.h"
#include "ui/common/table_pane.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QTest>

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace nei::ui {
namespace {

Row row(const QString& key, std::vector<Row> children = {}) {
    Row row;
    row.key = key;
    row.cells = {{.text = key}, {.text = QStringLiteral("value of ") + key}};
    row.children = std::move(children);
    return row;
}

/// Ten folders of five files each: "f3", "f3/2".
std::vector<Row> folders() {
    std::vector<Row> rows;
    for (int folder = 0; folder < 10; ++folder) {
        std::vector<Row> files;
        for (int file = 0; file < 5; ++file) files.push_back(row(QStringLiteral("f%1/%2").arg(folder).arg(file)));
        rows.push_back(row(QStringLiteral("f%1").arg(folder), std::move(files)));
    }
    return rows;
}

std::vector<Row> many(int count) {
    std::vector<Row> rows;
    for (int i = 0; i < count; ++i) {
        rows.push_back(row(QString::number(i)));
        rows.back().cells[0].sort = i;
        rows.back().tags = i % 2 == 0 ? 1 : 2;
    }
    return rows;
}

/// A list as the views have it, its model under the tester.
class List : public testing::Test {
protected:
    void build(TreeModel::MakeRows make) {
        model.build(workers, std::move(make), [this] { ++built; });
        EXPECT_TRUE(model.isBuilding());
    }
    bool waitUntilBuilt() {
        return QTest::qWaitFor([this] { return !model.isBuilding(); });
    }
    bool waitFor(std::size_t shown) {
        return QTest::qWaitFor([this, shown] { return model.shown().size == shown; });
    }
    QString count() const {
        for (const QLabel* label : pane.filterBar()->findChildren<QLabel*>())
            if (label->text().contains(QStringLiteral(" of "))) return label->text();
        return {};
    }

    Workers workers;
    Theme theme{ThemeChoice::light};
    TreeModel model{{QStringLiteral("Name"), QStringLiteral("Value")}};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
    TablePane pane{theme, &model, TreeView::Style::table, QStringLiteral("List"), TablePane::Filter::always};
    TreeView& view = *pane.view();
    int built = 0;
};

TEST_F(List, SaysThatRowsAreReadyBeforeTheOldOnesGo) {
    model.setRows(many(3));
    std::size_t shown_then = 0;
    model.build(workers, [](const TaskControl&) { return many(1); }, [&] { shown_then = model.shown().size; });
    view.selectKey(2); // of the rows that are about to go: it is for the new ones to have it or not
    ASSERT_TRUE(waitUntilBuilt());
    EXPECT_EQ(shown_then, 3U);
    EXPECT_EQ(model.shown().size, 1U);
}

TEST_F(List, BuildsRowsOnAWorkerAndKeepsThoseOfBeforeMeanwhile) {
    model.setRows(folders());
    const auto open = std::make_shared<std::atomic<bool>>(false);
    const std::thread::id here = std::this_thread::get_id();
    build([open, here](const TaskControl&) {
        EXPECT_NE(std::this_thread::get_id(), here);
        while (!*open) std::this_thread::yield();
        return many(3);
    });
    EXPECT_EQ(model.rowCount(), 10);
    model.setFilter(QStringLiteral("2"));
    EXPECT_EQ(model.rowCount(), 10) << "what is on its way is filtered, not what is about to go";
    *open = true;
    ASSERT_TRUE(waitUntilBuilt());
    EXPECT_EQ(built, 1);
    EXPECT_EQ(model.rowCount(), 1);
    EXPECT_EQ(model.index(0, 0).data().toString(), QStringLiteral("2"));
}

TEST_F(List, ForgetsWhatIsBuiltWhenOtherRowsAreSet) {
    const auto stopped = std::make_shared<std::atomic<bool>>(false);
    build([stopped](const TaskControl& control) {
        while (!control.stopped()) std::this_thread::yield();
        *stopped = true;
        return many(3);
    });
    model.setRows(folders());
    EXPECT_FALSE(model.isBuilding());
    ASSERT_TRUE(QTest::qWaitFor([&] { return stopped->load(); }));
    QTest::qWait(20);
    EXPECT_EQ(model.rowCount(), 10);
    EXPECT_EQ(built, 0);
}

TEST_F(List, MayGoWhileItIsBuilt) {
    const auto stopped = std::make_shared<std::atomic<bool>>(false);
    {
        TreeModel short_lived({QStringLiteral("Name")});
        short_lived.build(workers, [stopped](const TaskControl& control) {
            while (!control.stopped()) std::this_thread::yield();
            *stopped = true;
            return many(3);
        });
    }
    EXPECT_TRUE(QTest::qWaitFor([&] { return stopped->load(); }));
    QTest::qWait(20);
}

TEST_F(List, FiltersTagsAndSortsLongListsOnAWorker) {
    build([](const TaskControl&) { return many(5'000); });
    ASSERT_TRUE(waitUntilBuilt());
    model.setFilter(QStringLiteral("value of 49"));
    EXPECT_EQ(model.rowCount(), 5'000) << "the answer comes from a worker";
    ASSERT_TRUE(waitFor(111));
    model.setTags(1);
    ASSERT_TRUE(waitFor(55));
    model.sort(0, Qt::DescendingOrder);
    ASSERT_TRUE(QTest::qWaitFor([&] { return model.shown().arrangement.column == 0; }));
    EXPECT_EQ(model.index(0, 0).data().toString(), QStringLiteral("4998"));
    for (const QChar letter : QStringLiteral("12345")) model.setFilter(QString(letter)); // only the last one counts
    model.setFilter({});
    model.setTags(0);
    ASSERT_TRUE(waitFor(5'000));
    EXPECT_EQ(model.index(0, 0).data().toString(), QStringLiteral("4999"));
}

TEST_F(List, KeepsSelectionAndBranchesOverFilteringAndSorting) {
    model.setRows(folders());
    view.selectKey(QStringLiteral("f4/2"));
    view.collapse(model.find(QStringLiteral("f2")));
    model.setFilter(QStringLiteral("/2"));
    EXPECT_EQ(view.currentKey().toString(), QStringLiteral("f4/2"));
    EXPECT_EQ(view.selectedInOrder().size(), 1);
    model.sort(0, Qt::DescendingOrder);
    EXPECT_EQ(view.currentKey().toString(), QStringLiteral("f4/2"));
    model.setFilter({});
    model.sort(-1, Qt::AscendingOrder);
    EXPECT_EQ(view.currentKey().toString(), QStringLiteral("f4/2"));
    EXPECT_FALSE(view.isExpanded(model.find(QStringLiteral("f2")))) << "the user closed it";
    EXPECT_TRUE(view.isExpanded(model.find(QStringLiteral("f3"))));
    view.expand(model.find(QStringLiteral("f2")));
    model.sort(0, Qt::AscendingOrder);
    EXPECT_TRUE(view.isExpanded(model.find(QStringLiteral("f2"))));
}

TEST_F(List, ShowsWhatWasFoundInABranchThatTheUserClosed) {
    model.setRows(folders());
    view.collapse(model.find(QStringLiteral("f2")));
    model.setFilter(QStringLiteral("f2/3"));
    EXPECT_TRUE(view.isExpanded(model.find(QStringLiteral("f2"))));
    model.setFilter({});
    EXPECT_FALSE(view.isExpanded(model.find(QStringLiteral("f2"))));
}

TEST_F(List, SelectsAKeyOnceItsRowsAreThere) {
    model.setRows(many(5));
    build([](const TaskControl&) { return folders(); });
    view.selectKey(QStringLiteral("f1/1"));
    EXPECT_FALSE(view.currentIndex().isValid()) << "the rows that are shown are those of before";
    view.selectKey(QStringLiteral("f7/3"));
    ASSERT_TRUE(waitUntilBuilt());
    EXPECT_EQ(view.currentKey().toString(), QStringLiteral("f7/3")) << "the last wish";
    view.selectKey(QStringLiteral("nowhere"));
    EXPECT_EQ(view.currentKey().toString(), QStringLiteral("f7/3"));
}

TEST_F(List, ClearsAFilterThatHidesTheRowToSelect) {
    model.setRows(folders());
    pane.filterBar()->field()->setText(QStringLiteral("f1"));
    EXPECT_EQ(model.rowCount(), 1);
    view.selectKey(QStringLiteral("f5/0"));
    EXPECT_EQ(view.currentKey().toString(), QStringLiteral("f5/0"));
    EXPECT_EQ(pane.filterBar()->field()->text(), QString());
}

TEST_F(List, ClearsAFilterThatHidesTheRowToSelectInALongList) {
    build([](const TaskControl&) { return many(5'000); });
    ASSERT_TRUE(waitUntilBuilt());
    pane.filterBar()->field()->setText(QStringLiteral("value of 77"));
    ASSERT_TRUE(waitFor(11));
    view.selectKey(QStringLiteral("4000"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return view.currentKey().toString() == QStringLiteral("4000"); }));
}

TEST_F(List, CountsWhatTheFilterLeaves) {
    model.setRows(folders());
    EXPECT_EQ(count(), QString());
    pane.filterBar()->field()->setText(QStringLiteral("/2"));
    EXPECT_EQ(count(), QStringLiteral("10 of 60"));
    pane.filterBar()->field()->setText(QStringLiteral("nothing"));
    EXPECT_EQ(count(), QStringLiteral("0 of 60"));
    pane.filterBar()->field()->clear();
    EXPECT_EQ(count(), QString());
}

TEST_F(List, DoesNotCountHeadings) {
    Row heading = row(QStringLiteral("Heading"), {row(QStringLiteral("a")), row(QStringLiteral("b"))});
    heading.spanned = true;
    model.setRows({heading});
    pane.filterBar()->field()->setText(QStringLiteral("value"));
    EXPECT_EQ(count(), QStringLiteral("2 of 2"));
}

TEST_F(List, IsCopiedWithTabsAsItIsShown) {
    Row heading = row(QStringLiteral("Heading"), {row(QStringLiteral("b")), row(QStringLiteral("a"))});
    heading.spanned = true;
    heading.children[0].cells[1].whole = QStringLiteral("all of b");
    model.setRows({heading});
    model.sort(0, Qt::AscendingOrder);
    EXPECT_EQ(table_text(view, CopyRows::all, CopyFormat::tabs), QStringLiteral("Heading\na\tvalue of a\nb\tall of b"));
    view.selectKey(QStringLiteral("b"));
    EXPECT_EQ(table_text(view, CopyRows::selected, CopyFormat::tabs), QStringLiteral("b\tall of b"));
    view.setColumnHidden(1, true);
    EXPECT_EQ(table_text(view, CopyRows::all, CopyFormat::tabs), QStringLiteral("Heading\na\nb"));
}

TEST_F(List, IsCopiedAsMarkdownThatShowsItLetterByLetter) {
    Row odd = row(QStringLiteral("a|b *c* _d_ `e` [f](g) <h> #i"));
    odd.cells[1].text = QStringLiteral("two\nlines\tand ![img] \\ ~x~ &amp;");
    model.setRows({odd});
    EXPECT_EQ(table_text(view, CopyRows::all, CopyFormat::markdown),
              QStringLiteral("| Name | Value |\n| --- | --- |\n"
                             "| a\\|b \\*c\\* \\_d\\_ \\`e\\` \\[f\\](g) \\<h\\> \\#i "
                             "| two lines and \\!\\[img\\] \\\\ \\~x\\~ \\&amp; |"));
}

TEST_F(List, KeepsOneRowALineAndOneCellAColumnWhenCopied) {
    Row odd = row(QStringLiteral("a"));
    odd.cells[1].text = QStringLiteral("two\nlines\tand a tab");
    model.setRows({odd, row(QStringLiteral("b"))});
    const QString text = table_text(view, CopyRows::all, CopyFormat::tabs);
    EXPECT_EQ(text.count(u'\n'), 1) << text.toStdString();
    EXPECT_EQ(text.count(u'\t'), 2) << text.toStdString();
    view.selectKey(QStringLiteral("a"));
    view.setCurrentIndex(view.currentIndex().siblingAtColumn(1));
    EXPECT_EQ(current_value(view), odd.cells[1].text) << "a value alone is copied as it is";
}

TEST_F(List, GivesADragTextAndFiles) {
    model.setRows(folders());
    EXPECT_FALSE(model.flags(model.index(0, 0)).testFlag(Qt::ItemIsDragEnabled));
    model.setUrlOf([](const QVariant& key) {
        const QString name = key.toString();
        return name.contains(u'/') ? QUrl::fromLocalFile(QStringLiteral("/x/") + name) : QUrl();
    });
    EXPECT_TRUE(model.flags(model.index(0, 0)).testFlag(Qt::ItemIsDragEnabled));
    const QModelIndex folder = model.index(0, 0);
    const QModelIndex file = model.index(1, 0, folder);
    const std::unique_ptr<QMimeData> data(
        model.mimeData({folder, folder.siblingAtColumn(1), file, file.siblingAtColumn(1)}));
    EXPECT_EQ(data->text(), QStringLiteral("f0\nf0/1"));
    EXPECT_EQ(data->urls(), QList<QUrl>{QUrl::fromLocalFile(QStringLiteral("/x/f0/1"))});
    const std::unique_ptr<QMimeData> none(model.mimeData({folder}));
    EXPECT_FALSE(none->hasUrls());
}

TEST(Workers, FreeWhatTheUiThreadLetsGoOf) {
    struct Freed {
        std::thread::id* by;
        ~Freed() { *by = std::this_thread::get_id(); }
    };
    std::thread::id by;
    {
        Workers workers;
        std::shared_ptr<const Freed> value = workers.freed(std::shared_ptr<const Freed>(new Freed{&by}));
        const std::shared_ptr<const Freed> other = value;
        value.reset();
        EXPECT_EQ(by, std::thread::id());
        EXPECT_EQ(workers.freed(std::shared_ptr<int>()), nullptr);
    }
    EXPECT_NE(by, std::thread::id());
    EXPECT_NE(by, std::this_thread::get_id());
}

} // namespace
} // namespace nei::ui
