// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "tests/gui/driver.h"
#include "tests/gui/hostile_bundle.h"
#include "tests/gui/shell_fixture.h"
#include "ui/common/table_pane.h"
#include "ui/common/text.h"
#include "ui/inspect/problems_pane.h"
#include "ui/inspect/search_pane.h"

#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QMenu>
#include <QRegularExpression>
#include <QTabBar>

namespace nei::ui {
namespace {

using test::Driver;

constexpr int narrowest = 960;

/// Whether Qt would take a text of the bundle for markup.
bool is_markup(const QString& text) {
    static const QStringList ours{QStringLiteral("<p>"), QStringLiteral("</p>")}; // what plain_tooltip adds
    QString rest = text;
    for (const QString& tag : ours) rest.remove(tag);
    return Qt::mightBeRichText(text) && rest.contains(u'<');
}

QString of(const QWidget* widget) {
    QString text;
    for (const QObject* object = widget; object != nullptr; object = object->parent())
        text += QStringLiteral(" < %1 %2")
                    .arg(QString::fromLatin1(object->metaObject()->className()), object->objectName());
    return text;
}

/// A bundle that was made to mislead who looks at it.
class HostileText : public test_shell::Shell {
protected:
    void openHostile() {
        opener = [](const std::filesystem::path&, const TaskControl&, const TakeStructure&) -> Result<Opened> {
            return Opened{test::hostile_bundle(), test::hostile_files()};
        };
        show();
        window->resize(narrowest, 640);
        driver = std::make_unique<Driver>(*window);
        page = open(file("<b>x<b>&amp;.app"));
        ASSERT_TRUE(driver->settle());
    }

    /// Calls `look` with each item in each view.
    template <class Look>
    void inEveryView(Look look) {
        const auto items = static_cast<int>(page->document().bundle()->items.size());
        for (int item = 0; item < items; ++item) {
            page->selectItem(item);
            for (int view = 0; view < ItemView::view_count; ++view) {
                page->itemView()->showView(static_cast<ItemView::View>(view));
                ASSERT_TRUE(driver->settle());
                TreeView* table = page->itemView()->table();
                for (QModelIndex at = table->model()->index(0, 0); at.isValid(); at = table->indexBelow(at)) {
                    table->setCurrentIndex(at);
                    if (at.row() > 3) break;
                }
                look(QStringLiteral("item%1-view%2").arg(item).arg(view));
            }
        }
    }

    void expectPlain(const QString& where) {
        for (const QLabel* label : window->findChildren<QLabel*>()) {
            if (label->textFormat() == Qt::PlainText || label->text().isEmpty()) continue;
            EXPECT_FALSE(is_markup(label->text())) << where.toStdString() << of(label).toStdString();
        }
        for (const QWidget* widget : window->findChildren<QWidget*>())
            EXPECT_FALSE(is_markup(widget->toolTip())) << where.toStdString() << of(widget).toStdString();
    }

    std::unique_ptr<Driver> driver;
    InspectPage* page = nullptr;
};

void expect_plain_tooltips(const TreeModel& model, const ShownNode& parent) {
    for (const ShownNode& child : parent.children) {
        for (int column = 0; column < model.columnCount(); ++column) {
            const QModelIndex cell = model.indexOf(child, column);
            const QString tooltip = cell.data(Qt::ToolTipRole).toString();
            EXPECT_FALSE(is_markup(tooltip)) << tooltip.left(200).toStdString();
            const QString text = cell.data().toString();
            for (const QChar control : {QChar(0x1b), QChar(0x202e), QChar(0x2066), QChar(7), QChar(u'\n')})
                EXPECT_FALSE(text.contains(control)) << text.left(200).toStdString();
        }
        expect_plain_tooltips(model, child);
    }
}

TEST_F(HostileText, IsShownLetterByLetterEverywhere) {
    openHostile();
    inEveryView([this](const QString& where) {
        expectPlain(where);
        for (const TreeView* view : window->findChildren<TreeView*>())
            expect_plain_tooltips(*view->rows(), view->rows()->shown().root);
    });
    page->showProblems(true);
    page->problems()->table()->setCurrentIndex(page->problems()->table()->model()->index(3, 0));
    expectPlain(QStringLiteral("problems"));
    page->search(QStringLiteral("<b>"));
    ASSERT_TRUE(driver->settle());
    EXPECT_GT(page->searchPane()->table()->rows()->rowCount(), 3);
    expectPlain(QStringLiteral("search"));
    expect_plain_tooltips(*page->searchPane()->table()->rows(), page->searchPane()->table()->rows()->shown().root);
    page->search(QStringLiteral("<b>not there</b>"));
    ASSERT_TRUE(driver->settle());
    expectPlain(QStringLiteral("nothing found"));
}

TEST_F(HostileText, MakesNoShortcutInTabsAndMenus) {
    openHostile();
    const QString tab = window->documentTabs()->tabText(0);
    EXPECT_EQ(tab.count(u'&'), 2) << tab.toStdString();
    EXPECT_TRUE(tab.contains(QStringLiteral("&&amp;"))) << tab.toStdString();
    const auto single = QRegularExpression(QStringLiteral("(?<!&)&(?!&)"));
    inEveryView([&](const QString& where) {
        for (const QMenu* menu : page->findChildren<QMenu*>())
            for (const QAction* action : menu->actions())
                EXPECT_FALSE(action->text().contains(single)) << where.toStdString() << action->text().toStdString();
    });
}

/// The innermost parts that want more room than there is.
std::string too_wide(const QWidget& root) {
    QString text;
    for (const QWidget* widget : root.findChildren<QWidget*>())
        if (widget->minimumSizeHint().width() > narrowest / 2 && widget->minimumWidth() == 0)
            text += QStringLiteral("\n%1 %2").arg(widget->minimumSizeHint().width()).arg(of(widget).left(160));
    return text.toStdString();
}

TEST_F(HostileText, DoesNotWidenTheWindow) {
    openHostile();
    inEveryView([this](const QString& where) {
        EXPECT_LE(window->minimumSizeHint().width(), narrowest) << where.toStdString() << too_wide(*page);
        EXPECT_LE(page->minimumSizeHint().width(), narrowest) << where.toStdString();
        EXPECT_EQ(window->width(), narrowest) << where.toStdString();
        EXPECT_EQ(window->height(), 640) << where.toStdString();
    });
    page->showProblems(true);
    ASSERT_TRUE(driver->settle());
    EXPECT_LE(window->minimumSizeHint().width(), narrowest);
    page->search(QString(500, u'W'));
    ASSERT_TRUE(driver->settle());
    EXPECT_LE(window->minimumSizeHint().width(), narrowest);
    EXPECT_EQ(window->width(), narrowest);
}

TEST_F(HostileText, IsCopiedWholeAndAsItIsShown) {
    openHostile();
    const bundle::Bundle& bundle = *page->document().bundle();
    page->selectItem(4);
    page->tree()->setFocus();
    for (int item = 0; item < static_cast<int>(bundle.items.size()); ++item) {
        page->selectItem(item);
        driver->key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        const bundle::CodeItem& shown_item = bundle.items[static_cast<std::size_t>(item)];
        EXPECT_EQ(QApplication::clipboard()->text(), shown(item == 0 ? shown_item.name : shown_item.path));
    }
    page->itemView()->showView(ItemView::entitlements);
    TreeView* table = page->itemView()->table();
    table->setFocus();
    for (const profile::Authorisation& row : bundle.items[4].authorisation) {
        if (row.key.empty()) continue;
        const QString key = shown(row.key);
        table->selectKey(key);
        ASSERT_EQ(table->currentKey().toString(), key);
        driver->key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        EXPECT_EQ(QApplication::clipboard()->text(), key);
        driver->key(Qt::Key_C, Qt::ControlModifier);
        EXPECT_TRUE(QApplication::clipboard()->text().startsWith(key + u'\t'));
        EXPECT_EQ(QApplication::clipboard()->text().count(u'\n'), 0);
    }
}

/// Writes nothing unless NEI_PICTURES names a folder: then every view in both themes and sizes.
TEST_F(HostileText, CanBeLookedAt) {
    const QString pictures = qEnvironmentVariable("NEI_PICTURES");
    if (pictures.isEmpty()) GTEST_SKIP() << "NEI_PICTURES names no folder.";
    ASSERT_TRUE(QDir().mkpath(pictures));
    openHostile();
    const auto take = [&](const QString& name) {
        for (const QSize size : {QSize(1360, 860), QSize(narrowest, 640)}) {
            window->resize(size);
            for (const bool dark : {false, true}) {
                theme.setChoice(dark ? ThemeChoice::dark : ThemeChoice::light);
                ASSERT_TRUE(driver->settle());
                EXPECT_TRUE(window->grab().save(QStringLiteral("%1/%2-%3-%4.png")
                                                    .arg(pictures, name)
                                                    .arg(size.width())
                                                    .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"))));
            }
        }
    };
    inEveryView(take);
    page->showProblems(true);
    take(QStringLiteral("problems"));
    page->search(QStringLiteral("<b>"));
    ASSERT_TRUE(driver->settle());
    take(QStringLiteral("search"));
}

} // namespace
} // namespace nei::ui
