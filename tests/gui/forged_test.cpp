// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/certificates.h"
#include "tests/forge/spec.h"
#include "ui/common/open_bundle.h"
#include "ui/common/tree_view.h"
#include "ui/inspect/inspect_page.h"
#include "ui/window/main_window.h"
#include "ui/window/pictures.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>

namespace nei::ui {
namespace {

/// The real window with the real opener, on bundles that the forge writes.
class Forged : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(folder.isValid());
        ASSERT_TRUE(trust.add_given(as_bytes(forge::trust_roots_pem())));
    }

    std::filesystem::path forge_example(const char* name, const char* out) {
        const std::filesystem::path spec = std::filesystem::path(NEI_SOURCE_DIR) / "resources/examples" / name;
        return forge::write_bundle(forge::read_spec(spec), to_path(folder.filePath(QString::fromLatin1(out))));
    }

    Services services() { return {theme, workers, dialogs, bundle_opener(trust)}; }

    QTemporaryDir folder;
    signature::TrustStore trust = signature::TrustStore::apple();
    Theme theme{ThemeChoice::light};
    Workers workers;
    SystemDialogs dialogs;
};

TEST_F(Forged, opens_every_example_as_folder_and_as_zip) {
    const auto specs = QDir(QStringLiteral(NEI_SOURCE_DIR "/resources/examples"))
                           .entryList({QStringLiteral("*-*.json")}); // not examples.json
    ASSERT_FALSE(specs.isEmpty());
    MainWindow window(services());
    window.show();
    for (const QString& spec : specs) {
        for (const char* out : {"folder", "archive.zip"}) {
            const std::string place = spec.toStdString() + "-" + out;
            const Document* document = window.openPath(forge_example(qPrintable(spec), place.c_str()));
            ASSERT_TRUE(QTest::qWaitFor([&] { return !window.currentPage()->isBusy(); }));
            ASSERT_EQ(document->state(), Document::State::ready) << document->error().message;
            InspectPage* page = window.currentPage();
            for (int item = 0; item < static_cast<int>(document->bundle()->items.size()); ++item) {
                page->selectItem(item);
                EXPECT_EQ(page->tree()->currentKey(), QVariant(item)) << place;
                page->itemView()->showView(item % 2 == 0 ? ItemView::entitlements : ItemView::signature);
            }
        }
    }
}

TEST_F(Forged, marks_an_entitlement_that_the_profile_does_not_allow) {
    MainWindow window(services());
    window.show();
    const Document* document = window.openPath(forge_example("entitlement-not-in-profile.json", "example"));
    ASSERT_TRUE(QTest::qWaitFor([&] { return !window.currentPage()->isBusy(); }));
    InspectPage* page = window.currentPage();
    int refused = 0;
    for (int item = 0; item < static_cast<int>(document->bundle()->items.size()); ++item) {
        page->selectItem(item);
        const TreeView* table = page->itemView()->table();
        for (QModelIndex at = table->model()->index(0, 0); at.isValid(); at = table->indexBelow(at))
            for (int column = 0; column < table->model()->columnCount(); ++column)
                if (at.siblingAtColumn(column).data(MarkRole).toInt() == static_cast<int>(Mark::blocker)) ++refused;
    }
    EXPECT_GT(refused, 0);
}

TEST_F(Forged, writes_pictures_in_both_themes_and_sizes) {
    const auto taken = write_pictures(to_path(folder.filePath(QStringLiteral("pictures"))),
                                      {forge_example("developer-id-system-extension.json", "example")}, {}, services());
    ASSERT_TRUE(taken) << taken.error().message;
    const QStringList files = QDir(folder.filePath(QStringLiteral("pictures"))).entryList({QStringLiteral("*.png")});
    EXPECT_EQ(files.size(), *taken) << "no picture overwrites another";
    EXPECT_TRUE(files.contains(QStringLiteral("welcome-wide-dark.png")));
    EXPECT_EQ(files.size() % 4, 0);
    EXPECT_GE(files.size(), 12);
}

} // namespace
} // namespace nei::ui
