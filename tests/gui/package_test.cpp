// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/sample.h"
#include "ui/common/open_bundle.h"
#include "ui/common/text.h"
#include "ui/common/tree_view.h"
#include "ui/inspect/code_tree.h"
#include "ui/inspect/inspect_page.h"
#include "ui/inspect/package_rows.h"
#include "ui/window/main_window.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <gtest/gtest.h>

namespace nei::ui {
namespace {

using bundle::PackageScript;
using test::picture;

bundle::InstallerPackage sample_package() {
    bundle::InstallerPackage made;
    made.path = ".";
    made.name = "Fernway.pkg";
    made.checksum = Bytes(20, std::byte{0xab});
    made.checksum_is_right = true;
    signature::PackageSignature signature;
    signature.signature_is_right = true;
    signature.signer = test::sample_bundle()->items[0].main_signature()->signer;
    signature.certificates = {signature.signer};
    signature.signer_class = signature::SignerClass::developer_id_installer;
    signature.chain = signature::ChainAnchor::apple;
    made.signature = signature;
    bundle::PackageComponent component;
    component.path = ".";
    component.identifier = "com.example.pkg";
    component.version = "2.1";
    component.install_location = "/Applications";
    component.payload_state = bundle::PayloadState::opened;
    component.files = 12;
    component.bundles = {{"./Fernway.app", "com.example.fernway", "2.1"}};
    component.scripts = {{.role = PackageScript::Role::postinstall,
                          .path = "Scripts!/postinstall",
                          .bytes = 30,
                          .text = "\techo \x1b[31m<b>\r\n",
                          .is_text = true},
                         {.path = "Scripts!/tool", .bytes = 9}};
    made.components = {component};
    return made;
}

BundlePointer only_a_package(bundle::InstallerPackage package = sample_package()) {
    bundle::Bundle made;
    made.source = {"Fernway.pkg", source::SourceKind::pkg, 1'234, 3};
    made.packages = {std::move(package)};
    return std::make_shared<bundle::Bundle>(std::move(made));
}

TEST(PackageRows, StandAboveTheItems) {
    bundle::Bundle both = *test::sample_bundle();
    both.packages = {sample_package(), sample_package()};
    both.packages[1].signature.reset();
    TreeModel model({QStringLiteral("Name"), QStringLiteral("State")});
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setRows(code_tree(both));
    const QStringList lines = picture(model, {});
    EXPECT_EQ(lines.at(0), QStringLiteral("Fernway.pkg"));
    EXPECT_EQ(lines.at(1), QStringLiteral("Fernway.pkg | not signed"));
    EXPECT_EQ(model.find(package_key(1)).row(), 1);
    EXPECT_EQ(model.find(0).data().toString(), shown(both.items[0].name));
    EXPECT_EQ(package_of_key(package_key(1)), 1u);
    EXPECT_FALSE(package_of_key(0));

    both.packages[0].checksum_is_right = false;
    model.setRows(code_tree(both));
    EXPECT_EQ(picture(model, {}).at(0), QStringLiteral("Fernway.pkg | Blocker: changed"));
}

TEST(PackageRows, SayWhatIsInstalledWhere) {
    TreeModel model({QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3"), QStringLiteral("4")});
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setRows(component_rows(sample_package()));
    EXPECT_EQ(picture(model, {}),
              (QStringList{QStringLiteral("com.example.pkg | 2.1 | /Applications | opened, 12 files"),
                           QStringLiteral("  ./Fernway.app | 2.1")}));
    model.setRows(script_rows(sample_package()));
    EXPECT_EQ(picture(model, {}).at(0),
              QStringLiteral("Scripts!/postinstall | Installer runs it after it wrote the payload | 30 bytes"));
    EXPECT_EQ(script_text(sample_package().components[0].scripts[0]), QStringLiteral("    echo \\u{1b}[31m<b>\n"));
}

class PackagePage : public testing::Test {
protected:
    InspectPage* open(BundlePointer bundle) {
        Services services{theme, workers, dialogs,
                          [bundle](const std::filesystem::path&, const TaskControl&, const auto&) {
                              return Opened{bundle, nullptr};
                          }};
        window = std::make_unique<MainWindow>(services);
        window->show();
        window->openPath("Fernway.pkg");
        EXPECT_TRUE(QTest::qWaitFor([&] { return !window->currentPage()->isBusy(); }));
        return window->currentPage();
    }

    Theme theme{ThemeChoice::light};
    Workers workers;
    SystemDialogs dialogs;
    std::unique_ptr<MainWindow> window;
};

TEST_F(PackagePage, IsShownWithoutAnyItem) {
    InspectPage* page = open(only_a_package());
    EXPECT_EQ(page->tree()->currentKey(), QVariant(package_key(0)));
    ASSERT_TRUE(page->packageView()->isVisible());
    EXPECT_FALSE(page->itemView()->isVisible());
    page->packageView()->showView(PackageView::scripts);
    EXPECT_EQ(page->packageView()->scriptText(), QStringLiteral("    echo \\u{1b}[31m<b>\n"));
    page->packageView()->scriptTable()->selectKey(1);
    EXPECT_EQ(page->packageView()->scriptText(), QStringLiteral("This file is no text, or could not be read."));
    page->document().load();
    EXPECT_TRUE(QTest::qWaitFor([&] { return !page->isBusy(); }));
    EXPECT_EQ(page->tree()->currentKey(), QVariant(package_key(0)));
}

TEST_F(PackagePage, HasNoScriptsToShow) {
    bundle::InstallerPackage package = sample_package();
    package.components.clear();
    package.signature.reset();
    InspectPage* page = open(only_a_package(package));
    page->packageView()->showView(PackageView::scripts);
    EXPECT_EQ(page->packageView()->tabs()->currentIndex(), 0);
    EXPECT_EQ(page->packageView()->scriptText(), QString());
}

TEST_F(PackagePage, GivesWayToAnItem) {
    bundle::Bundle both = *test::sample_bundle();
    both.packages = {sample_package()};
    InspectPage* page = open(std::make_shared<bundle::Bundle>(both));
    EXPECT_TRUE(page->itemView()->isVisible()) << "items come first where there are some";
    page->selectPackage(0);
    EXPECT_TRUE(page->packageView()->isVisible());
    page->selectItem(1);
    EXPECT_TRUE(page->itemView()->isVisible());
    EXPECT_FALSE(page->packageView()->isVisible());
}

} // namespace
} // namespace nei::ui
