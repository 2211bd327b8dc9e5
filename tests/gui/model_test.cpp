// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/sample.h"
#include "ui/common/tree_view.h"
#include "ui/inspect/code_tree.h"
#include "ui/inspect/entitlement_rows.h"
#include "ui/inspect/item_facts.h"
#include "ui/inspect/signature_rows.h"

#include <QAbstractItemModelTester>

#include <gtest/gtest.h>

namespace nei::ui {
namespace {

using test::picture;

/// A model under the tester.
struct Tested {
    explicit Tested(QStringList columns)
        : model(std::move(columns)), tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal) {}
    TreeModel model;
    QAbstractItemModelTester tester;
};

TEST(TreeModel, survives_replacing_sorting_and_searching) {
    Tested tested({QStringLiteral("A"), QStringLiteral("B")});
    EXPECT_EQ(tested.model.rowCount(), 0);
    EXPECT_FALSE(tested.model.find(1).isValid());
    const auto bundle = test::sample_bundle();
    tested.model.setRows(code_tree(*bundle));
    tested.model.sort(0, Qt::DescendingOrder);
    tested.model.setRows(entitlement_rows(bundle->items[4]));
    EXPECT_FALSE(tested.model.index(0, 2).isValid());
    EXPECT_FALSE(tested.model.index(-1, 0).isValid());
    EXPECT_FALSE(tested.model.index(tested.model.rowCount(), 0).isValid());
    EXPECT_EQ(tested.model.rowCount(tested.model.index(0, 1)), 0) << "only the first column has children";
    tested.model.setRows({});
    EXPECT_EQ(tested.model.rowCount(), 0);
}

TEST(TreeModel, finds_a_row_by_its_key_at_any_depth) {
    Tested tested({QStringLiteral("Name"), QStringLiteral("State")});
    tested.model.setRows(code_tree(*test::sample_bundle()));
    const QModelIndex found = tested.model.find(2);
    EXPECT_EQ(found.data().toString(), QStringLiteral("Helper.xpc"));
    EXPECT_EQ(found.parent().data().toString(), QStringLiteral("XPCServices"));
}

TEST(TreeModel, sorts_below_headings_and_leaves_headings_in_place) {
    Tested tested(entitlement_columns());
    tested.model.setRows(entitlement_rows(test::sample_bundle()->items[4]));
    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        tested.model.sort(0, order);
        EXPECT_TRUE(tested.model.index(0, 0).data().toString().startsWith(QStringLiteral("Restricted")));
    }
    const QModelIndex restricted = tested.model.index(0, 0);
    EXPECT_EQ(tested.model.index(0, 0, restricted).data().toString(),
              QStringLiteral("com.apple.developer.networking.networkextension"));
}

TEST(CodeTree, groups_by_folder_and_states_what_could_not_be_read) {
    TreeModel model({QStringLiteral("Name"), QStringLiteral("State")});
    model.setRows(code_tree(*test::sample_bundle()));
    EXPECT_EQ(picture(model, {}), QStringList({
                                      QStringLiteral("Fernway.app"),
                                      QStringLiteral("  fernwayctl Contents/MacOS"),
                                      QStringLiteral("  Frameworks"),
                                      QStringLiteral("    Kit.framework | Not known: unreadable"),
                                      QStringLiteral("      XPCServices"),
                                      QStringLiteral("        Helper.xpc | not signed"),
                                      QStringLiteral("  PlugIns"),
                                      QStringLiteral("    Tunnel.appex"),
                                  }));
}

TEST(CodeTree, keeps_items_whose_parent_is_not_before_them) {
    bundle::Bundle broken = *test::sample_bundle();
    broken.items[0].parent = 4;
    broken.items[4].parent = 99;
    TreeModel model({QStringLiteral("Name"), QStringLiteral("State")});
    model.setRows(code_tree(broken));
    for (int item = 0; item < 5; ++item) EXPECT_TRUE(model.find(item).isValid()) << item;
}

TEST(CodeTree, gives_a_problem_to_the_innermost_item_that_holds_it) {
    const auto owners = problem_owners(*test::sample_bundle());
    EXPECT_EQ(owners, (std::vector<std::optional<std::size_t>>{1, std::nullopt}));
}

TEST(EntitlementRows, shows_claims_beside_the_allow_list) {
    TreeModel model(entitlement_columns());
    model.setRows(entitlement_rows(test::sample_bundle()->items[4]));
    EXPECT_EQ(picture(model, {}),
              QStringList({
                  QStringLiteral("Restricted 2 keys, each must be allowed by the profile"),
                  QStringLiteral("  com.apple.developer.associated-domains | * | same | – | Blocker: Not allowed"),
                  QStringLiteral("  com.apple.developer.networking.networkextension | packet-tunnel-provider | same | "
                                 "same value, 1 more | OK: Allowed"),
                  QStringLiteral("Unrestricted 1 key, no profile needed"),
                  QStringLiteral("  com.apple.security.app-sandbox | true | same | – | Not restricted"),
                  QStringLiteral("Allowed, not claimed 1 key"),
                  QStringLiteral("  com.apple.developer.system-extension.install | not claimed |  | true | Not used"),
              }));
}

TEST(EntitlementRows, makes_a_difference_between_xml_and_der_visible) {
    bundle::CodeItem item = test::sample_bundle()->items[4];
    item.slices[0].signature->entitlements->der = plist::Value();
    item.authorisation[0].claimed_der = plist::Value("other");
    item.authorisation[1].claimed_der.reset();
    EXPECT_TRUE(forms_differ(item));
    TreeModel model(entitlement_columns());
    model.setRows(entitlement_rows(item));
    const QModelIndex group = model.index(0, 0);
    const auto der = [&](int row) {
        return model.index(row, entitlement_column::der, group).data(Qt::AccessibleTextRole);
    };
    EXPECT_EQ(der(0).toString(), QStringLiteral("Warning: other"));
    EXPECT_EQ(der(1).toString(), QStringLiteral("Warning: missing"));
}

TEST(EntitlementRows, says_why_there_is_no_profile) {
    const auto bundle = test::sample_bundle();
    bundle::CodeItem item = bundle->items[4];
    EXPECT_EQ(profile_state(item), QString());
    item.profile.reset();
    item.authorisation[0].verdict = profile::Verdict::no_profile;
    EXPECT_EQ(profile_state(item), QStringLiteral("This item has no profile. It claims 1 restricted entitlement, so "
                                                  "macOS will not start it."));
    item.authorisation[0].verdict = profile::Verdict::authorised_by_store;
    EXPECT_TRUE(profile_state(item).startsWith(QStringLiteral("The App Store has authorised")));
    EXPECT_TRUE(profile_state(bundle->items[2]).startsWith(QStringLiteral("This code is not signed.")));
}

TEST(Cells, never_let_text_of_a_bundle_become_markup_or_control_the_line) {
    bundle::Bundle bundle = *test::sample_bundle();
    bundle.items[0].name = "<b>a\x1b[31m\n\u202eb";
    TreeModel model({QStringLiteral("Name"), QStringLiteral("State")});
    model.setRows(code_tree(bundle));
    const QModelIndex index = model.index(0, 0);
    EXPECT_FALSE(index.data().toString().contains(QChar(0x1b)));
    EXPECT_FALSE(index.data().toString().contains(QLatin1Char('\n')));
    EXPECT_FALSE(index.data().toString().contains(QChar(0x202e)));
    const QString tooltip = index.data(Qt::ToolTipRole).toString();
    EXPECT_TRUE(tooltip.contains(QStringLiteral("&lt;b&gt;"))) << tooltip.toStdString();
}

TEST(SignatureRows, list_every_code_directory_of_every_slice) {
    const bundle::CodeItem item = test::sample_bundle()->items[4];
    TreeModel model(slice_columns());
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setRows(slice_rows(item));
    ASSERT_EQ(model.rowCount(), 3);
    EXPECT_EQ(model.index(0, 1).data(WholeTextRole).toString(), QStringLiteral("c1").repeated(20));
    EXPECT_EQ(model.index(2, 1).data().toString(), QStringLiteral("none"));
    EXPECT_EQ(directory_at(item, directories_of(item)[2]), nullptr);
    EXPECT_EQ(slot_rows(*directory_at(item, directories_of(item)[0])).size(), 7U);
}

TEST(SignatureRows, nest_the_chain_from_signer_to_root) {
    const auto bundle = test::sample_bundle();
    TreeModel model({QStringLiteral("Certificate"), QStringLiteral("Valid")});
    model.setRows(chain_rows(bundle->items[0].main_signature()->certificates, test::sample_now()));
    EXPECT_EQ(picture(model, {}),
              QStringList({
                  QStringLiteral("Developer ID Application: Example Networks Ltd signer | to 2029-03-12"),
                  QStringLiteral("  Developer ID CA intermediate | to 2029-03-12"),
                  QStringLiteral("    Root CA root | to 2029-03-12"),
              }));
}

TEST(ItemFacts, name_signer_team_and_what_the_profile_says) {
    const auto bundle = test::sample_bundle();
    QStringList chips;
    for (const ChipText& chip : item_chips(*bundle, bundle->items[4])) chips.append(chip.text);
    EXPECT_EQ(chips, QStringList({QStringLiteral("Developer ID"), QStringLiteral("Team 7Q2L9XK4PD"),
                                  QStringLiteral("Hardened runtime"), QStringLiteral("arm64, x86_64"),
                                  QStringLiteral("macOS 12.0 or later")}));
    const auto facts = profile_summary(bundle->items[4], test::sample_now());
    ASSERT_EQ(facts.size(), 6U);
    EXPECT_EQ(facts[2].value, QStringLiteral("2025-01-01"));
    EXPECT_EQ(facts[2].verdict, QStringLiteral("expired 22 months ago"));
    EXPECT_EQ(facts[4].mark, Mark::ok) << "the signer is the profile's certificate";
}

} // namespace
} // namespace nei::ui
