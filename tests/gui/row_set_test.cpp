// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/row_set.h"

#include <gtest/gtest.h>

namespace nei::ui {
namespace {

Row row(const QString& text, std::vector<Row> children = {}, unsigned tags = 0) {
    Row row;
    row.cells = {{.text = text}};
    row.children = std::move(children);
    row.tags = tags;
    return row;
}

Row heading(const QString& text, std::vector<Row> children) {
    Row heading = row(text, std::move(children));
    heading.spanned = true;
    return heading;
}

std::shared_ptr<const RowSet> set(std::vector<Row> rows) {
    return std::make_shared<RowSet>(std::move(rows));
}

/// First cells, two blanks a level.
QString lines(const ShownNode& parent, const QString& indent = {}) {
    QString text;
    for (const ShownNode& child : parent.children) {
        text += indent + (child.node->row.cells.empty() ? QString() : child.node->row.cells.front().text) + u'\n';
        text += lines(child, indent + QStringLiteral("  "));
    }
    return text;
}

QString lines(const std::shared_ptr<const RowSet>& rows, Arrangement wish) {
    return lines(arrange(rows, std::move(wish))->root);
}

std::shared_ptr<const RowSet> folders() {
    return set({row(QStringLiteral("a"), {row(QStringLiteral("one.txt"), {}, 1), row(QStringLiteral("TWO.txt"), {}, 2),
                                          row(QStringLiteral("deep"), {row(QStringLiteral("one more"), {}, 2)})}),
                row(QStringLiteral("b"), {row(QStringLiteral("three"), {}, 1)})});
}

TEST(RowSet, CountsRowsOfAllLevelsAndHeadingsApart) {
    const RowSet rows({heading(QStringLiteral("h"), {row(QStringLiteral("x")), row(QStringLiteral("y"))})});
    EXPECT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows.counted(), 2U);
    EXPECT_TRUE(rows.hasHeadings());
    EXPECT_EQ(rows.root().children[0].children[1].parent, &rows.root().children[0]);
    EXPECT_FALSE(RowSet().hasHeadings());
    EXPECT_EQ(RowSet().size(), 0U);
}

TEST(Arrange, ShowsWhatContainsTheFilterWithTheRowsAboveAndBelow) {
    const auto rows = folders();
    EXPECT_EQ(lines(rows, {.filter = QStringLiteral("two")}), QStringLiteral("a\n  TWO.txt\n"));
    EXPECT_EQ(lines(rows, {.filter = QStringLiteral("deep")}), QStringLiteral("a\n  deep\n    one more\n"));
    EXPECT_EQ(lines(rows, {.filter = QStringLiteral("one")}), QStringLiteral("a\n  one.txt\n  deep\n    one more\n"));
    EXPECT_EQ(lines(rows, {.filter = QStringLiteral("nothing")}), QString());
    EXPECT_EQ(arrange(rows, {.filter = QStringLiteral("one")})->matches, 2U) << "rows around them do not count";
    EXPECT_EQ(arrange(rows, {.filter = QStringLiteral("one")})->size, 4U);
}

TEST(Arrange, FindsTextThatACellDoesNotShowWhole) {
    Row shortened = row(QStringLiteral("12345678…"));
    shortened.cells[0].whole = QStringLiteral("123456789abc");
    EXPECT_EQ(arrange(set({shortened}), {.filter = QStringLiteral("9ABC")})->matches, 1U);
}

TEST(Arrange, NeverFindsHeadingsButKeepsThoseOfWhatWasFound) {
    const auto rows = set({heading(QStringLiteral("keys"), {row(QStringLiteral("x")), row(QStringLiteral("key"))}),
                           heading(QStringLiteral("other keys"), {row(QStringLiteral("y"))})});
    const auto found = arrange(rows, {.filter = QStringLiteral("key")});
    EXPECT_EQ(lines(found->root), QStringLiteral("keys\n  key\n"));
    EXPECT_EQ(found->matches, 1U);
}

TEST(Arrange, NarrowsToTagsAndToTagsWithAText) {
    const auto rows = folders();
    EXPECT_EQ(lines(rows, {.tags = 1}), QStringLiteral("a\n  one.txt\nb\n  three\n"));
    EXPECT_EQ(lines(rows, {.tags = 3}), QStringLiteral("a\n  one.txt\n  TWO.txt\n  deep\n    one more\nb\n  three\n"));
    EXPECT_EQ(lines(rows, {.filter = QStringLiteral("one"), .tags = 2}), QStringLiteral("a\n  deep\n    one more\n"));
    EXPECT_EQ(lines(rows, {.filter = QStringLiteral("deep"), .tags = 2}), QString())
        << "a folder has no tag, and what is in it does not contain the text";
}

TEST(Arrange, SortsByRawValuesUnderHeadingsAndKeepsEqualRowsAsTheyWere) {
    std::vector<Row> numbers;
    for (const int value : {10, 9, 100, 9}) {
        Row number = row(QStringLiteral("%1 kB").arg(value));
        number.cells[0].sort = value;
        number.cells.push_back({.text = QString::number(numbers.size())});
        numbers.push_back(std::move(number));
    }
    const auto rows = set({heading(QStringLiteral("z"), numbers), heading(QStringLiteral("a"), {})});
    EXPECT_EQ(lines(rows, {.column = 0}), QStringLiteral("z\n  9 kB\n  9 kB\n  10 kB\n  100 kB\na\n"));
    EXPECT_EQ(lines(rows, {.column = 0, .order = Qt::DescendingOrder}),
              QStringLiteral("z\n  100 kB\n  10 kB\n  9 kB\n  9 kB\na\n"));
    const auto sorted = arrange(rows, {.column = 0, .order = Qt::DescendingOrder});
    EXPECT_EQ(sorted->root.children[0].children[2].node->row.cells[1].text, QStringLiteral("1"));
    EXPECT_EQ(lines(rows, {}), QStringLiteral("z\n  10 kB\n  9 kB\n  100 kB\n  9 kB\na\n"));
}

TEST(Arrange, SortsRowsWithoutTheCellFirstAndTextWithoutRegardToCase) {
    Row none;
    const auto rows = set({row(QStringLiteral("b")), row(QStringLiteral("C")), none, row(QStringLiteral("A"))});
    EXPECT_EQ(lines(rows, {.column = 0}), QStringLiteral("\nA\nb\nC\n"));
    EXPECT_EQ(lines(rows, {.column = 7}), QStringLiteral("b\nC\n\nA\n")) << "no row has this column";
}

TEST(Arrange, StopsWhenToldTo) {
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(arrange(folders(), {.filter = QStringLiteral("one")}, stop.get_token())->size, 0U);
}

TEST(Arrange, KeepsTheRowsAliveAndKnowsPlaces) {
    std::shared_ptr<const ShownRows> shown = arrange(folders(), {.filter = QStringLiteral("three")});
    const ShownNode& b = shown->root.children.at(0);
    EXPECT_EQ(b.position, 0);
    EXPECT_EQ(b.children.at(0).parent, &b);
    EXPECT_EQ(b.parent, &shown->root);
    EXPECT_EQ(b.node, &shown->rows->root().children[1]);
}

} // namespace
} // namespace nei::ui
