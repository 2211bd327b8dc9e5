// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/sample.h"
#include "ui/inspect/entitlement_rows.h"
#include "ui/inspect/entitlements_view.h"
#include "ui/inspect/item_facts.h"
#include "ui/inspect/profile_view.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

namespace nei::ui {
namespace {

const QString networking = QString::fromUtf8(ne::network_extension_entitlement.data());

class EntitlementsViewTest : public testing::Test {
protected:
    void SetUp() override {
        view.resize(1000, 700);
        view.show();
        QApplication::setActiveWindow(&view);
    }

    bundle::CodeItem& item() { return bundle->items[4]; }
    void set() { view.setItem({.bundle = bundle, .files = nullptr, .index = 4, .now = test::sample_now()}); }
    QLabel* meaning() { return view.findChild<QLabel*>(QStringLiteral("meaning")); }
    QToolButton* link() { return view.findChild<QToolButton*>(QStringLiteral("link")); }

    QString texts() const {
        QApplication::processEvents(); // facts are shown with the next layout
        QStringList texts;
        for (const QLabel* label : view.findChildren<QLabel*>())
            if (label->isVisibleTo(&view)) texts.append(label->text());
        return texts.join(QLatin1Char('|'));
    }

    std::shared_ptr<bundle::Bundle> bundle = std::make_shared<bundle::Bundle>(*test::sample_bundle());
    Theme theme{ThemeChoice::light};
    EntitlementsView view{theme};
};

TEST_F(EntitlementsViewTest, says_what_the_selected_key_and_its_values_mean) {
    set();
    EXPECT_FALSE(meaning()->isVisible());
    view.select(networking);
    ASSERT_TRUE(meaning()->isVisible());
    const QStringList lines = meaning()->text().split(QLatin1Char('\n'));
    ASSERT_EQ(lines.size(), 2);
    EXPECT_EQ(lines[1], QStringLiteral("packet-tunnel-provider: Provides a packet or Ethernet tunnel (a VPN)."));
    view.table()->setCurrentIndex(view.table()->model()->index(0, 0));
    EXPECT_FALSE(meaning()->isVisible()) << "a heading means nothing";
}

TEST(EntitlementMeaning, names_forms_and_values_that_it_does_not_know) {
    const plist::Value values(plist::Array{plist::Value("dns-proxy-systemextension"),
                                           plist::Value("tunnel-\x1b[31mof-love"), plist::Value("hotspot-provider"),
                                           plist::Value(7)});
    const QString text = entitlement_meaning(std::string(ne::network_extension_entitlement), &values);
    EXPECT_TRUE(text.contains(QStringLiteral("dns-proxy-systemextension: Provides a proxy for DNS queries. This is its "
                                             "form for Developer ID.")))
        << text.toStdString();
    EXPECT_TRUE(text.contains(QStringLiteral("of-love: NE Inspector does not know this value.")));
    EXPECT_FALSE(text.contains(QChar(0x1b)));
    EXPECT_TRUE(text.contains(QStringLiteral("Apple grants it on request.")));
    EXPECT_EQ(entitlement_meaning("com.example.unheard-of", &values), QString());
    EXPECT_FALSE(entitlement_meaning("com.apple.security.app-sandbox", nullptr).isEmpty());
    const plist::Value many(plist::Array(500, plist::Value("dns-proxy")));
    EXPECT_LT(entitlement_meaning(std::string(ne::network_extension_entitlement), &many).count(QLatin1Char('\n')), 10);
}

TEST_F(EntitlementsViewTest, shows_the_whole_profile_in_place_and_goes_back_by_button_and_escape) {
    set();
    ASSERT_TRUE(link()->isVisible());
    EXPECT_NE(link()->focusPolicy() & Qt::TabFocus, 0);
    link()->setFocus(Qt::TabFocusReason);
    QTest::keyClick(link(), Qt::Key_Space);
    ASSERT_TRUE(view.showsProfile());
    EXPECT_TRUE(texts().contains(QStringLiteral("Certificates that may sign")));
    EXPECT_EQ(view.table(), view.profileView()->table()) << "F6 goes to the list that is seen";
    EXPECT_EQ(QApplication::focusWidget(), view.table());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    EXPECT_FALSE(view.showsProfile());
    EXPECT_EQ(QApplication::focusWidget(), link());

    view.showProfile(true);
    QTest::mouseClick(view.findChild<QPushButton*>(QStringLiteral("backFromProfile")), Qt::LeftButton);
    EXPECT_FALSE(view.showsProfile());
    view.showProfile(true);
    view.select(networking);
    EXPECT_FALSE(view.showsProfile()) << "what was searched for is seen";
    view.showProfile(true);
    set();
    EXPECT_FALSE(view.showsProfile()) << "another item starts with its claims";
}

TEST_F(EntitlementsViewTest, has_no_profile_to_show_where_there_is_none) {
    item().profile.reset();
    set();
    EXPECT_FALSE(link()->isVisible());
    view.showProfile(true);
    EXPECT_FALSE(view.showsProfile());
}

TEST_F(EntitlementsViewTest, hides_the_der_column_in_a_narrow_window_unless_forms_differ) {
    set();
    TreeView* table = view.table();
    EXPECT_FALSE(table->isColumnHidden(entitlement_column::der));
    view.setRoom({.narrow = true, .low = true});
    EXPECT_TRUE(table->isColumnHidden(entitlement_column::der));
    EXPECT_TRUE(texts().contains(QStringLiteral("Developer ID, all devices, expires 2025-01-01")))
        << texts().toStdString();
    item().slices[0].signature->entitlements->der = plist::Value();
    set();
    EXPECT_FALSE(table->isColumnHidden(entitlement_column::der));
}

TEST_F(EntitlementsViewTest, marks_facts_of_the_profile_in_words) {
    profile::Authorisation id;
    id.key = "com.apple.application-identifier";
    id.restricted = true;
    id.verdict = profile::Verdict::allowed;
    item().authorisation.push_back(id);
    item().profile->expires = from_rfc3339("2044-10-22");
    item().profile->team_id = "7Q2L9XK4PD";
    set();
    const QString all = texts();
    for (const char* words : {"com.example.fernway.tunnel", "matches", "1 of 1", "is the signer", "Apple", "valid",
                              "2044-10-22 (in 17 years)"})
        EXPECT_TRUE(all.split(QLatin1Char('|')).contains(QString::fromLatin1(words))) << words << "\n"
                                                                                      << all.toStdString();
    item().profile->certificates.clear();
    set();
    EXPECT_TRUE(texts().contains(QStringLiteral("0 of 0|"))) << texts().toStdString();
    EXPECT_TRUE(texts().contains(QStringLiteral("none is the signer")));
}

TEST(DistanceWords, count_in_the_largest_unit_that_says_enough) {
    const Timestamp now = test::sample_now();
    const auto words = [&](const char* date) { return distance_words(*from_rfc3339(date), now); };
    EXPECT_EQ(words("2026-11-21"), QStringLiteral("today"));
    EXPECT_EQ(words("2026-11-22"), QStringLiteral("in 1 day"));
    EXPECT_EQ(words("2026-12-25"), QStringLiteral("in 34 days"));
    EXPECT_EQ(words("2027-11-20"), QStringLiteral("in 11 months"));
    EXPECT_EQ(words("2044-12-01"), QStringLiteral("in 18 years"));
    EXPECT_EQ(words("2026-11-11"), QStringLiteral("10 days ago"));
    EXPECT_EQ(words("2020-01-01"), QStringLiteral("6 years ago"));
}

} // namespace
} // namespace nei::ui
