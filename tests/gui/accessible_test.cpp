// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/certificates.h"
#include "tests/forge/spec.h"
#include "tests/gui/driver.h"
#include "tests/gui/shell_fixture.h"
#include "ui/common/open_bundle.h"
#include "ui/common/table_pane.h"
#include "ui/inspect/problems_pane.h"
#include "ui/inspect/search_pane.h"
#include "ui/window/preferences.h"

#include <QAccessible>
#include <QLineEdit>

namespace nei::ui {
namespace {

using test::Driver;

/// Whether somebody acts on it, reads a value in it or has to know what it shows.
bool needs_a_name(QAccessible::Role role) {
    switch (role) {
    case QAccessible::Button:
    case QAccessible::ButtonMenu:
    case QAccessible::ButtonDropDown:
    case QAccessible::CheckBox:
    case QAccessible::RadioButton:
    case QAccessible::ComboBox:
    case QAccessible::EditableText:
    case QAccessible::Graphic:
    case QAccessible::Link:
    case QAccessible::List:
    case QAccessible::MenuItem:
    case QAccessible::PageTab:
    case QAccessible::PageTabList:
    case QAccessible::ProgressBar:
    case QAccessible::Slider:
    case QAccessible::SpinBox:
    case QAccessible::Table:
    case QAccessible::Tree: return true;
    default: return false;
    }
}

/// Qt's own parts, which it handles itself: the arrows of a tab bar, the handle of a toolbar, scroll bars.
bool is_qts_own(const QObject* object) {
    return object != nullptr && (object->objectName().startsWith(QStringLiteral("qt_")) ||
                                 object->inherits("QScrollBar") || object->inherits("QSplitterHandle") ||
                                 (object->parent() != nullptr && object->parent()->inherits("QTabBar") &&
                                  object->objectName().startsWith(QStringLiteral("Scroll"))));
}

QString described(const QAccessibleInterface& element) {
    QString text = QString::fromLatin1(QMetaEnum::fromType<QAccessible::Role>().valueToKey(element.role()));
    for (const QObject* object = element.object(); object != nullptr; object = object->parent())
        text += QStringLiteral(" < %1 %2")
                    .arg(QString::fromLatin1(object->metaObject()->className()), object->objectName());
    return text;
}

/// What in sight below `element` lacks a name. Lists are asked for their cells by their models, which is quicker.
void collect_nameless(QAccessibleInterface& element, QStringList& nameless, int& named) {
    if (element.state().invisible || is_qts_own(element.object())) return;
    if (needs_a_name(element.role())) {
        if (element.text(QAccessible::Name).trimmed().isEmpty())
            nameless.append(described(element));
        else
            ++named;
    }
    if (qobject_cast<QAbstractItemView*>(element.object()) != nullptr) return;
    for (int i = 0; i < element.childCount(); ++i)
        if (QAccessibleInterface* child = element.child(i)) collect_nameless(*child, nameless, named);
}

/// Cells whose mark a screen reader would not hear of.
void collect_silent_marks(const TreeModel& model, const ShownNode& parent, QStringList& silent, int& marks) {
    for (const ShownNode& child : parent.children) {
        for (int column = 0; column < model.columnCount(); ++column) {
            const QModelIndex cell = model.indexOf(child, column);
            const auto mark = static_cast<Mark>(cell.data(MarkRole).toInt());
            if (mark == Mark::none) continue;
            ++marks;
            const QString text = cell.data(Qt::AccessibleTextRole).toString();
            if (!text.startsWith(mark_word(mark)) || mark_word(mark).isEmpty()) silent.append(text);
        }
        collect_silent_marks(model, child, silent, marks);
    }
}

class Accessible : public test_shell::Shell {
protected:
    void openForged(const char* spec) {
        const std::filesystem::path path = std::filesystem::path(NEI_SOURCE_DIR) / "resources/examples" / spec;
        dialogs.answer = forge::write_bundle(forge::read_spec(path), to_path(folder.filePath(QStringLiteral("out"))));
        signature::TrustStore trust = signature::TrustStore::apple();
        ASSERT_TRUE(trust.add_given(as_bytes(forge::trust_roots_pem())));
        opener = bundle_opener(std::move(trust));
        openAnswer();
    }
    void openAnswer() {
        show();
        driver = std::make_unique<Driver>(*window);
        driver->key(Qt::Key_O, Qt::ControlModifier);
        ASSERT_TRUE(driver->settle());
        page = window->currentPage();
    }

    void expectNames(const QString& where, QWidget* root) {
        QStringList nameless;
        int named = 0;
        collect_nameless(*QAccessible::queryAccessibleInterface(root), nameless, named);
        EXPECT_TRUE(nameless.isEmpty()) << where.toStdString() << ":\n" << nameless.join(u'\n').toStdString();
        EXPECT_GT(named, 3) << where.toStdString();
        QStringList silent;
        for (const TreeView* view : root->findChildren<TreeView*>())
            collect_silent_marks(*view->rows(), view->rows()->shown().root, silent, marks);
        EXPECT_TRUE(silent.isEmpty()) << where.toStdString() << ":\n" << silent.join(u'\n').toStdString();
    }

    void expectNamesInEveryView(const QString& what) {
        for (int item = 0; item < static_cast<int>(page->document().bundle()->items.size()); ++item) {
            page->selectItem(item);
            for (int view = 0; view < ItemView::view_count; ++view) {
                page->itemView()->showView(static_cast<ItemView::View>(view));
                ASSERT_TRUE(driver->settle());
                if (TablePane* pane = TablePane::around(page->itemView()->table())) pane->startFilter();
                expectNames(QStringLiteral("%1, item %2, view %3").arg(what).arg(item).arg(view), window.get());
            }
        }
    }

    std::unique_ptr<Driver> driver;
    InspectPage* page = nullptr;
    int marks = 0;
};

TEST_F(Accessible, NamesEverythingOfADocumentInEveryView) {
    openForged("entitlement-not-in-profile.json");
    expectNamesInEveryView(QStringLiteral("forged"));
    EXPECT_GT(marks, 5);
}

TEST_F(Accessible, NamesEverythingInANarrowWindow) {
    openForged("developer-id-system-extension.json");
    window->resize(900, 600);
    expectNamesInEveryView(QStringLiteral("narrow"));
}

TEST_F(Accessible, NamesWhatIsOddInABundle) {
    dialogs.answer = file("Fernway.app");
    openAnswer();
    expectNamesInEveryView(QStringLiteral("sample"));
    page->showProblems(true);
    expectNames(QStringLiteral("problems"), window.get());
    page->search(QStringLiteral("tunnel"));
    ASSERT_TRUE(driver->settle());
    expectNames(QStringLiteral("search"), window.get());
    page->search(QStringLiteral("nowhere to be found"));
    ASSERT_TRUE(driver->settle());
    expectNames(QStringLiteral("nothing found"), window.get());
}

TEST_F(Accessible, NamesEverythingOfTheWelcomePageAndThePreferences) {
    show();
    window->recentFiles()->add({"/x/a", QStringLiteral("app"), QStringLiteral("a"), {}, QDateTime::currentDateTime()});
    QApplication::processEvents();
    expectNames(QStringLiteral("welcome"), window.get());
    window->showPreferences();
    auto* preferences = window->findChild<Preferences*>();
    ASSERT_NE(preferences, nullptr);
    expectNames(QStringLiteral("preferences"), preferences);
}

TEST_F(Accessible, NamesTheMessageOfWhatCannotBeOpened) {
    opener = [](const std::filesystem::path&, const TaskControl&, const TakeStructure&) -> Result<Opened> {
        return fail(ErrorCode::unsupported, "notes.txt is not a bundle.");
    };
    dialogs.answer = file("notes.txt");
    openAnswer();
    expectNames(QStringLiteral("not opened"), window.get());
}

} // namespace
} // namespace nei::ui
