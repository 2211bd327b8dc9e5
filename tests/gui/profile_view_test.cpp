// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/sample.h"
#include "ui/inspect/item_facts.h"
#include "ui/inspect/profile_view.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

namespace nei::ui {
namespace {

using test::picture;

class ProfileViewTest : public testing::Test {
protected:
    void SetUp() override {
        profile.content = plist::Value(plist::Dictionary{{"Name", plist::Value("Fernway <Tunnel>")}});
        profile.entitlements = plist::Value(plist::Dictionary{
            {std::string(ne::network_extension_entitlement),
             plist::Value(plist::Array{plist::Value("packet-tunnel-provider"), plist::Value("dns-proxy")})},
            {"com.apple.security.get-task-allow", plist::Value(true)}});
        view.resize(1100, 700);
        view.show();
    }

    QString texts() const {
        QApplication::processEvents(); // facts are shown with the next layout
        QStringList texts;
        for (const QLabel* label : view.findChildren<QLabel*>())
            if (label->isVisibleTo(&view)) texts.append(label->text());
        return texts.join(QLatin1Char('|'));
    }

    profile::Profile profile = *test::sample_bundle()->items[4].profile;
    Theme theme{ThemeChoice::light};
    ProfileView view{theme};
};

TEST_F(ProfileViewTest, lists_what_is_allowed_with_its_meaning_and_filters_it) {
    view.setProfile(profile, test::sample_now());
    QAbstractItemModelTester tester(view.table()->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    view.table()->selectKey(QString::fromUtf8(ne::network_extension_entitlement.data()));
    EXPECT_TRUE(texts().contains(QStringLiteral("dns-proxy: Provides a proxy for DNS queries.")))
        << texts().toStdString();
    view.table()->rows()->setFilter(QStringLiteral("get-task"));
    EXPECT_EQ(picture(*view.table()->model(), {}),
              QStringList({QStringLiteral("com.apple.security.get-task-allow | true")}));
}

TEST_F(ProfileViewTest, shows_certificates_with_validity_and_whole_hash) {
    const auto* signer = profile.certificates.front().get();
    view.setProfile(profile, test::sample_now(), QStringLiteral("a/b.provisionprofile"), signer);
    const QStringList rows = picture(*view.certificates()->model(), {});
    ASSERT_EQ(rows.size(), 1);
    EXPECT_EQ(rows[0], QStringLiteral("%1 signed this item | 2024-01-01 to 2029-03-12 | %2")
                           .arg(QString::fromStdString(signer->common_name), QString::fromStdString(signer->sha256)));
    EXPECT_TRUE(texts().contains(QStringLiteral("a/b.provisionprofile")));
}

TEST_F(ProfileViewTest, lists_devices_only_where_there_are_any) {
    view.setProfile(profile, test::sample_now());
    EXPECT_FALSE(view.devices()->isVisible());
    profile.all_devices = false;
    for (int i = 0; i < 300; ++i) profile.devices.push_back("00008103-" + std::to_string(100'000 + i));
    view.setProfile(profile, test::sample_now());
    EXPECT_TRUE(view.devices()->isVisible());
    EXPECT_EQ(view.devices()->model()->rowCount(), 300);
    TablePane::around(view.devices())->filterBar()->field()->setText(QStringLiteral("100299"));
    EXPECT_EQ(view.devices()->model()->rowCount(), 1);
    EXPECT_TRUE(texts().contains(QStringLiteral("300 devices")));
}

TEST_F(ProfileViewTest, shows_the_property_list_as_xml) {
    view.setProfile(profile, test::sample_now());
    auto* button = view.findChild<QPushButton*>(QStringLiteral("profileAsXml"));
    ASSERT_NE(button, nullptr);
    button->click();
    EXPECT_TRUE(view.xml().contains(QStringLiteral("<string>Fernway &lt;Tunnel&gt;</string>")))
        << view.xml().toStdString();
    EXPECT_FALSE(view.table()->isVisible());
    profile.content = plist::Value(plist::Dictionary{{"Name", plist::Value("Other")}});
    view.setProfile(profile, test::sample_now());
    EXPECT_TRUE(view.xml().contains(QStringLiteral("Other"))) << "never the one before";
    button->click();
    EXPECT_TRUE(view.table()->isVisible());
}

TEST_F(ProfileViewTest, goes_back_only_where_it_was_offered) {
    view.setProfile(profile, test::sample_now());
    const QSignalSpy back(&view, &ProfileView::backWanted);
    QTest::keyClick(view.table(), Qt::Key_Escape);
    EXPECT_EQ(back.size(), 0);
    view.offerBack(QStringLiteral("Back"));
    QTest::keyClick(view.table(), Qt::Key_Escape);
    EXPECT_EQ(back.size(), 1);
}

TEST_F(ProfileViewTest, says_what_is_wrong_with_a_profile) {
    profile.signature.content_intact = false;
    profile.signature.problem = "The digest does not fit.";
    const auto facts = profile_facts(profile, test::sample_now());
    const auto find = [&](const char* label) {
        return *std::ranges::find(facts, QString::fromLatin1(label), &Fact::label);
    };
    EXPECT_EQ(find("Signed by").mark, Mark::blocker);
    EXPECT_EQ(find("Expires").mark, Mark::warning);
    EXPECT_EQ(find("Expires").verdict, QStringLiteral("expired 22 months ago"));
    EXPECT_EQ(find("Devices").value, QStringLiteral("all"));
}

} // namespace
} // namespace nei::ui
