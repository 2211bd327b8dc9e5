// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/sample.h"
#include "ui/common/copy.h"
#include "ui/common/verdict_strip.h"
#include "ui/inspect/item_header.h"

#include <QApplication>
#include <QClipboard>
#include <QLayout>
#include <QTest>

#include <gtest/gtest.h>

namespace nei::ui {
namespace {

class ItemHeaderTest : public testing::Test {
protected:
    void SetUp() override {
        header.resize(900, 120);
        header.show();
    }

    void set() { header.setItem(*bundle, bundle->items[4]); }

    void settle() {
        for (int i = 0; i < 5; ++i) QApplication::processEvents();
    }

    ElidedLabel* label(const char* name) {
        for (ElidedLabel* label : header.findChildren<ElidedLabel*>())
            if (label->accessibleName() == QLatin1String(name)) return label;
        return nullptr;
    }

    std::shared_ptr<bundle::Bundle> bundle = std::make_shared<bundle::Bundle>(*test::sample_bundle());
    Theme theme{ThemeChoice::light};
    ItemHeader header{theme};
};

TEST_F(ItemHeaderTest, has_a_verdict_only_after_one_was_given) {
    set();
    auto* strip = header.findChild<VerdictStrip*>();
    ASSERT_NE(strip, nullptr);
    EXPECT_FALSE(strip->isVisible());
    header.setVerdict(Mark::blocker, QStringLiteral("macOS will not start <b>this</b> tunnel."));
    EXPECT_TRUE(strip->isVisible());
    EXPECT_EQ(strip->sentence(), QStringLiteral("macOS will not start <b>this</b> tunnel."));
    for (const QLabel* part : strip->findChildren<QLabel*>())
        EXPECT_TRUE(part->text().isEmpty() || part->textFormat() == Qt::PlainText);
    const QImage blocker = strip->grab().toImage();
    header.setVerdict(Mark::ok, strip->sentence());
    EXPECT_NE(strip->grab().toImage(), blocker);
    header.setVerdict(Mark::ok, QStringLiteral("Fine."));
    header.setVerdict(Mark::ok, {});
    EXPECT_FALSE(strip->isVisible());
}

TEST_F(ItemHeaderTest, cuts_long_names_and_copies_them_whole) {
    bundle->items[4].name = std::string(300, 'a') + ".appex";
    bundle->items[4].bundle_identifier = "com.example." + std::string(300, 'b');
    set();
    header.resize(700, 120);
    settle();
    ElidedLabel* name = label("Name");
    ASSERT_NE(name, nullptr);
    EXPECT_TRUE(name->isElided());
    EXPECT_TRUE(name->text().contains(QChar(0x2026)));
    EXPECT_EQ(name->toolTip(), name->whole());
    EXPECT_LE(header.minimumSizeHint().width(), 700) << "a name never makes the window wider";
    name->setSelection(0, 3);
    copy_from(name, Copy::selection);
    EXPECT_EQ(QApplication::clipboard()->text(), QString::fromStdString(bundle->items[4].name));
    for (const QLabel* part : header.findChildren<QLabel*>()) {
        if (!part->isVisible()) continue;
        EXPECT_LE(part->mapTo(&header, part->rect().bottomRight()).x(), header.width());
    }
}

TEST_F(ItemHeaderTest, lets_the_identifier_go_where_it_is_narrow) {
    set();
    EXPECT_TRUE(label("Bundle identifier")->isVisible());
    header.setNarrow(true);
    EXPECT_FALSE(label("Bundle identifier")->isVisible());
    EXPECT_TRUE(label("Version and build")->isVisible());
}

TEST_F(ItemHeaderTest, never_cuts_a_chip) {
    set();
    for (const int width : {900, 420, 260}) {
        header.resize(width, header.heightForWidth(width));
        settle();
        header.resize(width, header.layout()->totalHeightForWidth(width));
        settle();
        for (const Chip* chip : header.findChildren<Chip*>()) {
            EXPECT_GE(chip->width(), chip->sizeHint().width()) << width << " " << chip->text().toStdString();
            EXPECT_GE(chip->height(), chip->sizeHint().height()) << width;
            EXPECT_LE(chip->mapTo(&header, chip->rect().bottomRight()).y(), header.height()) << width;
        }
    }
}

} // namespace
} // namespace nei::ui
