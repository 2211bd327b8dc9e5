// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/certificates.h"
#include "tests/forge/spec.h"
#include "tests/gui/shell_fixture.h"
#include "ui/common/open_bundle.h"
#include "ui/common/verdict_strip.h"
#include "ui/inspect/file_rows.h"
#include "ui/inspect/finding_detail.h"
#include "ui/inspect/findings_pane.h"
#include "ui/inspect/item_header.h"
#include "ui/window/aim_tools.h"

#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

namespace nei::ui {
namespace {

using forge::Json;

/// The real window with the real opener: bundles are verified and judged.
class Findings : public test_shell::Shell {
protected:
    void SetUp() override {
        Shell::SetUp();
        ASSERT_TRUE(trust.add_given(as_bytes(forge::trust_roots_pem())));
        opener = bundle_opener(trust);
    }

    InspectPage* openSpec(std::string_view spec, const char* name = "made") {
        if (window == nullptr) show();
        return open(forge::write_bundle(Json::parse(spec), to_path(folder.filePath(QString::fromLatin1(name)))));
    }

    InspectPage* openExample(const std::string& name) {
        const Json spec =
            forge::read_spec(std::filesystem::path(NEI_SOURCE_DIR) / "resources/examples" / (name + ".json"));
        return openSpec(spec.dump(), name.c_str());
    }

    static QString verdict(const InspectPage* page) { return page->itemView()->findChild<VerdictStrip*>()->sentence(); }
    static QModelIndex row(const InspectPage* page, int row) {
        return page->findings()->table()->model()->index(row, 0);
    }
    static std::vector<std::string> rules(const InspectPage* page) {
        std::vector<std::string> names;
        for (const rules::Finding& finding : page->document().judged().judgement->findings)
            names.push_back(finding.rule);
        return names;
    }
    /// What the tree says of an item.
    static QString state(const InspectPage* page, int item) {
        const QModelIndex index = page->tree()->rows()->find(item);
        return index.siblingAtColumn(1).data().toString();
    }
    static void clickRow(QAbstractItemView* view, const QModelIndex& index) {
        view->scrollTo(index);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
    }
    AimTools* aim() const { return window->findChild<AimTools*>(); }

    signature::TrustStore trust = signature::TrustStore::apple();
};

TEST_F(Findings, SayInTheHeaderWhatTheSystemWillDo) {
    const InspectPage* page = openExample("developer-id-app-extension");
    EXPECT_TRUE(verdict(page).startsWith(QStringLiteral("macOS will not start the packet tunnel provider")));
    EXPECT_TRUE(page->findingsShown());
    ASSERT_GT(page->findings()->table()->model()->rowCount(), 1);
    EXPECT_EQ(page->findings()->table()->currentIndex().row(), 0) << "the first is the cause";
    EXPECT_FALSE(page->findings()->detail()->title().isEmpty());
    EXPECT_EQ(state(page, 0), QStringLiteral("2 blockers")) << "of the app with what is in it";
}

TEST_F(Findings, AreNoneOfABundleThatIsRight) {
    InspectPage* page = openExample("developer-id-system-extension");
    EXPECT_TRUE(verdict(page).startsWith(QStringLiteral("Nothing is wrong with Fernway.app")));
    EXPECT_EQ(page->findings()->table()->model()->rowCount(), 0);
    for (int item = 0; item < static_cast<int>(page->document().bundle()->items.size()); ++item)
        EXPECT_EQ(state(page, item), QStringLiteral("OK"));
}

TEST_F(Findings, LeadToTheItemAndItsRow) {
    InspectPage* page = openExample("entitlement-not-in-profile");
    page->itemView()->showView(ItemView::signature);
    clickRow(page->findings()->table(), row(page, 0));
    const auto& finding = page->document().judged().judgement->findings.front();
    EXPECT_EQ(page->tree()->currentKey(), QVariant(static_cast<int>(finding.item)));
    ASSERT_EQ(page->itemView()->currentView(), ItemView::entitlements);
    const QModelIndex current = page->itemView()->table()->currentIndex();
    EXPECT_EQ(current.data(KeyRole).toString(), QStringLiteral("com.apple.developer.networking.networkextension"));
    EXPECT_EQ(current.siblingAtColumn(4).data(MarkRole).toInt(), static_cast<int>(Mark::blocker));
}

TEST_F(Findings, FollowTheDistributionAtOnce) {
    InspectPage* page = openExample("developer-id-system-extension");
    QComboBox* box = aim()->distribution();
    EXPECT_EQ(box->currentText(), QStringLiteral("Developer ID (detected)"));
    box->setFocus();
    QTest::keyClicks(box, QStringLiteral("App Store"));
    Q_EMIT box->activated(box->currentIndex());
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page->isBusy(); }));
    EXPECT_TRUE(verdict(page).contains(QStringLiteral("for Developer ID only"))) << verdict(page).toStdString();
    EXPECT_GT(page->findings()->table()->model()->rowCount(), 0);
    QPushButton* back = nullptr;
    for (QPushButton* button : page->findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("Use the detected one")) back = button;
    ASSERT_NE(back, nullptr);
    ASSERT_TRUE(back->isVisible());
    QTest::mouseClick(back, Qt::LeftButton);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page->isBusy(); }));
    EXPECT_FALSE(back->isVisible());
    EXPECT_EQ(page->findings()->table()->model()->rowCount(), 0);
}

TEST_F(Findings, FollowTheDeviceAndTheSystem) {
    InspectPage* page = openSpec(R"({"app": {"signer": "development",
        "nested": [{"app-extension": {"name": "Tunnel", "provider": "packet-tunnel"}}]}})");
    const auto has = [&](std::string_view rule) {
        EXPECT_TRUE(QTest::qWaitFor([&] { return !page->isBusy(); }));
        return std::ranges::count(rules(page), rule) > 0;
    };
    EXPECT_FALSE(has("profile-missing-device"));
    aim()->target()->menu()->popup({});
    QTest::keyClicks(aim()->device(), QStringLiteral("00008103-FFFF"));
    EXPECT_FALSE(has("profile-missing-device")) << "it is not whole yet";
    QTest::keyClicks(aim()->device(), QStringLiteral("1B2C3D4E5F60"));
    EXPECT_TRUE(has("profile-missing-device"));
    EXPECT_EQ(aim()->target()->text(), QStringLiteral("one device"));
    QTest::keyClicks(aim()->system(), QStringLiteral("10.14"));
    EXPECT_TRUE(has("provider-needs-newer-os"));
    aim()->target()->menu()->close();
}

TEST_F(Findings, SayWhichFilesAreNotAsSealed) {
    InspectPage* page = openExample("broken-seal");
    page->itemView()->showView(ItemView::files);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page->isBusy(); }));
    const TreeView* table = page->itemView()->table();
    std::map<std::string, Mark> marks;
    for (QModelIndex at = table->model()->index(0, 0); at.isValid(); at = table->indexBelow(at))
        if (const auto mark = static_cast<Mark>(at.siblingAtColumn(file_column::seal).data(MarkRole).toInt());
            mark != Mark::none)
            marks[at.siblingAtColumn(file_column::seal).data().toString().toStdString()] = mark;
    EXPECT_EQ(marks["Added"], Mark::blocker);
    EXPECT_EQ(marks["Sealed"], Mark::ok);
    EXPECT_TRUE(verdict(page).contains(QStringLiteral("changed after signing")));
    clickRow(page->findings()->table(), row(page, 0));
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page->isBusy(); }));
    EXPECT_EQ(page->itemView()->currentView(), ItemView::files);
    EXPECT_TRUE(page->itemView()->table()->currentIndex().isValid());
}

TEST_F(Findings, StopAndGoOn) {
    InspectPage* page = openExample("developer-id-system-extension");
    Document& document = page->document();
    document.check();
    EXPECT_EQ(document.checking(), Checking::running);
    EXPECT_EQ(state(page, 0), QStringLiteral("checking"));
    window->actions()[ActionId::cancel]->trigger();
    EXPECT_EQ(document.checking(), Checking::stopped);
    EXPECT_EQ(state(page, 0), QStringLiteral("not checked"));
    EXPECT_TRUE(verdict(page).contains(QStringLiteral("not checked to the end")));
    window->actions()[ActionId::check_again]->trigger();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page->isBusy(); }));
    EXPECT_EQ(document.checking(), Checking::done);
    EXPECT_EQ(state(page, 0), QStringLiteral("OK"));
}

TEST_F(Findings, CanBeFoldedNarrowedAndCopied) {
    InspectPage* page = openExample("developer-id-app-extension");
    FindingsPane* pane = page->findings();
    const int all = pane->table()->model()->rowCount();
    QToolButton* item_only = nullptr;
    for (QToolButton* button : pane->findChildren<QToolButton*>())
        if (button->text() == QStringLiteral("This item")) item_only = button;
    ASSERT_NE(item_only, nullptr);
    page->selectItem(0);
    QTest::mouseClick(item_only, Qt::LeftButton);
    EXPECT_LT(pane->table()->model()->rowCount(), all);
    window->actions()[ActionId::copy_findings]->trigger();
    const QString copied = QGuiApplication::clipboard()->text();
    EXPECT_TRUE(copied.contains(QStringLiteral("appex-not-supported-for-developer-id")));
    EXPECT_TRUE(copied.contains(QStringLiteral("Not checked")));
    QTest::keyClick(window.get(), Qt::Key_J, Qt::ControlModifier);
    EXPECT_FALSE(page->findingsShown());
    QTest::keyClick(window.get(), Qt::Key_J, Qt::ControlModifier);
    EXPECT_TRUE(page->findingsShown());
}

TEST_F(Findings, OpenTheirSource) {
    InspectPage* page = openExample("developer-id-app-extension");
    FindingDetail* detail = page->findings()->detail();
    detail->setFocus();
    QTest::keyClick(detail, Qt::Key_Tab); // to the first link
    QTest::keyClick(detail, Qt::Key_Return);
    EXPECT_EQ(dialogs.opened_address.toStdString(),
              page->document().judged().judgement->findings.front().sources.front());
}

TEST_F(Findings, OfABundleThatIsReadAgainAreItsOwn) {
    InspectPage* page = openExample("developer-id-app-extension");
    EXPECT_FALSE(rules(page).empty());
    page->document().load();
    ASSERT_TRUE(QTest::qWaitFor([&] { return !page->isBusy(); }));
    EXPECT_EQ(page->document().checking(), Checking::done);
    EXPECT_FALSE(rules(page).empty());
    EXPECT_TRUE(page->findingsShown());
}

} // namespace
} // namespace nei::ui
