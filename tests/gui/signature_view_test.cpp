// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/requirement_compiler.h"
#include "tests/gui/sample.h"
#include "ui/inspect/entitlement_rows.h"
#include "ui/inspect/item_facts.h"
#include "ui/inspect/signature_comparison.h"
#include "ui/inspect/signature_facts.h"
#include "ui/inspect/signature_requirement.h"
#include "ui/inspect/signature_unreadable.h"
#include "ui/inspect/signature_view.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>
#include <QToolButton>

#include <gtest/gtest.h>

namespace nei::ui {
namespace {

using test::picture;

const QString developer_id_requirement = QStringLiteral(
    "anchor apple generic and identifier \"com.example.fernway\" and (certificate leaf[field.1.2.840.113635.100.6.1.9] "
    "/* exists */ or certificate 1[field.1.2.840.113635.100.6.2.6] /* exists */ and certificate "
    "leaf[field.1.2.840.113635.100.6.1.13] /* exists */ and certificate leaf[subject.OU] = \"7Q2L9XK4PD\")");

TEST(RequirementLayout, breaks_before_the_outermost_and_and_or) {
    EXPECT_EQ(laid_out_requirement(developer_id_requirement).split(QLatin1Char('\n')),
              QStringList({
                  QStringLiteral("anchor apple generic"),
                  QStringLiteral("and identifier \"com.example.fernway\""),
                  QStringLiteral("and (certificate leaf[field.1.2.840.113635.100.6.1.9] /* exists */"),
                  QStringLiteral("  or certificate 1[field.1.2.840.113635.100.6.2.6] /* exists */"),
                  QStringLiteral("    and certificate leaf[field.1.2.840.113635.100.6.1.13] /* exists */"),
                  QStringLiteral("    and certificate leaf[subject.OU] = \"7Q2L9XK4PD\")"),
              }));
}

TEST(RequirementLayout, leaves_what_fits_on_one_line) {
    const QString text = QStringLiteral("identifier \"a\" and anchor apple or cdhash H\"00\"");
    EXPECT_EQ(laid_out_requirement(text), text);
    EXPECT_EQ(laid_out_requirement({}), QString());
}

TEST(RequirementLayout, changes_nothing_but_blanks_before_the_two_words) {
    const QString tricky = QStringLiteral(
        "identifier \"one and two or (three\" and info[\"a or b\"] = \"x \\\" and y\" and (anchor apple or ! (cdhash "
        "H\"00\" and info[CFBundleVersion] > \"1 and 2\")) /* and ( or */ and platform = 1");
    for (const QString& text : {developer_id_requirement, tricky}) {
        const QString narrow = laid_out_requirement(text, 10);
        EXPECT_TRUE(narrow.contains(QLatin1Char('\n')));
        static const QRegularExpression line_break(QStringLiteral("\n *"));
        EXPECT_EQ(QString(narrow).replace(line_break, QStringLiteral(" ")), text);
    }
    EXPECT_TRUE(laid_out_requirement(tricky, 10).contains(QStringLiteral("\"one and two or (three\"")));
}

TEST(RequirementLayout, means_the_same) {
    const QString text = QStringLiteral(
        "identifier \"a and b\" and (anchor apple or anchor apple generic and certificate "
        "leaf[subject.OU] = \"7Q2L9XK4PD\") or ! (cdhash H\"0102030405060708090a0b0c0d0e0f1011121314\")");
    const auto compiled = forge::compile_requirement(text.toStdString());
    ASSERT_TRUE(compiled) << compiled.error().message;
    const auto laid_out = forge::compile_requirement(laid_out_requirement(text, 20).toStdString());
    ASSERT_TRUE(laid_out) << laid_out.error().message;
    EXPECT_EQ(*compiled, *laid_out);
}

TEST(RequirementLayout, leaves_alone_what_it_cannot_tell_apart) {
    for (const char* text : {"(anchor apple and identifier a or anchor trusted", "identifier \"a and b or c and d",
                             "anchor apple) and (identifier a or identifier b", "anchor apple /* and b or c and d",
                             "info[a and b or c and identifier d"})
        EXPECT_EQ(laid_out_requirement(QString::fromLatin1(text), 10), QString::fromLatin1(text));
    const QString deep = QString(5000, u'(') + QStringLiteral("anchor apple and never") + QString(5000, u')');
    EXPECT_EQ(laid_out_requirement(deep, 10), deep);
}

/// A view with the sample's packet tunnel, both slices signed; `change` makes of it what a test needs.
class SignatureViewTest : public testing::Test {
protected:
    void SetUp() override {
        item().slices[1].signature = item().slices[0].signature;
        item().slices[1].code.signature_range = item().slices[0].code.signature_range;
        item().executable = "Contents/PlugIns/Tunnel.appex/Contents/MacOS/Tunnel";
        view.resize(1000, 700);
        view.show();
    }

    bundle::CodeItem& item() { return bundle->items[4]; }
    void set() { view.setItem({.bundle = bundle, .files = nullptr, .index = 4, .now = test::sample_now()}); }

    QPushButton* compare() const { return view.tools()->findChild<QPushButton*>(QStringLiteral("compareSlices")); }

    QString texts() const {
        QApplication::processEvents(); // facts are shown with the next layout
        QStringList texts;
        for (const QLabel* label : view.findChildren<QLabel*>())
            if (label->isVisibleTo(&view)) texts.append(label->text());
        return texts.join(QLatin1Char('|'));
    }

    std::shared_ptr<bundle::Bundle> bundle = std::make_shared<bundle::Bundle>(*test::sample_bundle());
    Theme theme{ThemeChoice::light};
    SignatureView view{theme};
};

TEST_F(SignatureViewTest, compares_slices_where_there_are_several) {
    item().slices[1].signature->entitlements->der = plist::Value(plist::Dictionary{{"b", plist::Value(true)}});
    item().slices[0].signature->entitlements->der =
        plist::Value(plist::Dictionary{{"a", plist::Value("x")}, {"b", plist::Value(true)}});
    set();
    ASSERT_TRUE(compare()->isVisibleTo(view.tools()));
    EXPECT_TRUE(texts().contains(QStringLiteral("differ in entitlements"))) << texts().toStdString();
    EXPECT_FALSE(view.isComparing());
    compare()->click();
    EXPECT_TRUE(view.isComparing());
    const QStringList rows = picture(*view.comparison()->table()->model(), {});
    EXPECT_EQ(
        rows.mid(0, 4),
        QStringList({QStringLiteral("Different 1 fact"), QStringLiteral("  Entitlements | 2 elements | 1 element"),
                     QStringLiteral("    a | x | not there"), QStringLiteral("    b | true | same")}));
    EXPECT_TRUE(rows.contains(QStringLiteral("  Identifier | com.example.fernway.tunnel | same")));
    EXPECT_FALSE(rows.join(QString()).contains(QStringLiteral("Libraries"))) << "no slice states them";

    item().slices.pop_back();
    set();
    EXPECT_FALSE(view.isComparing());
    EXPECT_FALSE(compare()->isVisibleTo(view.tools())) << "one slice is compared with nothing";
}

TEST_F(SignatureViewTest, filters_and_copies_the_comparison) {
    set();
    compare()->click();
    TreeView* table = view.comparison()->table();
    QAbstractItemModelTester tester(table->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    table->rows()->setFilter(QStringLiteral("flags"));
    EXPECT_EQ(picture(*table->model(), {}).mid(1), QStringList({QStringLiteral("  Flags | 0x10000(runtime) | same")}));
    table->setCurrentIndex(table->model()->index(0, 0, table->model()->index(0, 0)));
    EXPECT_EQ(table->currentIndex().siblingAtColumn(2).data(WholeTextRole).toString(),
              QStringLiteral("0x10000(runtime)"))
        << "what is copied is the value, not the word";
}

TEST_F(SignatureViewTest, copies_what_codesign_prints_of_the_selected_slice_and_says_so) {
    set();
    QPushButton* copy = view.tools()->findChild<QPushButton*>(QStringLiteral("copyAsCodesign"));
    ASSERT_NE(copy, nullptr);
    const QString before = copy->text();
    copy->click();
    EXPECT_TRUE(QApplication::clipboard()->text().contains(QStringLiteral("Identifier=com.example.fernway.tunnel")));
    EXPECT_EQ(copy->text(), QStringLiteral("Copied"));
    EXPECT_TRUE(QTest::qWaitFor([&] { return copy->text() == before; }, 4000));
}

TEST_F(SignatureViewTest, copies_the_requirement_in_one_line) {
    item().slices[0].signature->designated_requirement->text = developer_id_requirement.toStdString();
    set();
    EXPECT_TRUE(view.findChild<QPlainTextEdit*>(QStringLiteral("commandBox"))
                    ->toPlainText()
                    .contains(QStringLiteral("\n  or certificate 1")));
    QToolButton* copy = nullptr;
    for (QToolButton* button : view.findChildren<QToolButton*>())
        if (button->accessibleName().contains(QStringLiteral("requirement"))) copy = button;
    ASSERT_NE(copy, nullptr);
    EXPECT_NE(copy->focusPolicy() & Qt::TabFocus, 0);
    copy->click();
    EXPECT_EQ(QApplication::clipboard()->text(), developer_id_requirement);
}

TEST_F(SignatureViewTest, never_copies_a_line_break_out_of_a_requirement) {
    item().slices[0].signature->designated_requirement->text = "identifier \"a\nrm -rf b\"";
    set();
    for (QToolButton* button : view.findChildren<QToolButton*>())
        if (button->accessibleName().contains(QStringLiteral("requirement"))) button->click();
    EXPECT_EQ(QApplication::clipboard()->text(), QStringLiteral("identifier \"a\\u{a}rm -rf b\""));
}

TEST_F(SignatureViewTest, says_why_a_slice_cannot_be_read_and_what_to_do) {
    item().slices[0].signature.reset();
    bundle->problems.push_back({.code = "signature-unreadable",
                                .path = item().executable,
                                .message = "The signature of the x86_64 slice cannot be read. Not this one.",
                                .severity = ProblemSeverity::error});
    bundle->problems.push_back({.code = "signature-unreadable",
                                .path = item().executable,
                                .message = "The signature of the arm64 slice cannot be read. The slice ends early.",
                                .severity = ProblemSeverity::error});
    set();
    view.table()->selectKey(0);
    EXPECT_TRUE(
        texts().contains(QStringLiteral("The signature of the arm64 slice cannot be read|The slice ends early.")))
        << texts().toStdString();
    EXPECT_TRUE(texts().contains(QStringLiteral("No code directory to show for arm64")));
    EXPECT_TRUE(texts().contains(QStringLiteral("is not known: the signature of arm64 cannot be read.")));
    EXPECT_FALSE(view.tools()->findChild<QPushButton*>(QStringLiteral("copyAsCodesign"))->isEnabled());
    EXPECT_EQ(item_chips(*bundle, item()).front().text, QStringLiteral("Signature not read"));
    EXPECT_TRUE(profile_state(item()).contains(QStringLiteral("cannot be read")));
    EXPECT_TRUE(texts().contains(QStringLiteral("Choose the x86_64 slice")));
    view.findChild<QPushButton*>(QStringLiteral("copyDetails"))->click();
    EXPECT_TRUE(QApplication::clipboard()->text().contains(QStringLiteral("The slice ends early.")));
    EXPECT_TRUE(QApplication::clipboard()->text().contains(QStringLiteral("Contents/MacOS/Tunnel")));
    EXPECT_EQ(unreadable_reason(*bundle, item(), 1), QStringLiteral("Not this one."));
}

TEST_F(SignatureViewTest, says_that_code_is_not_signed) {
    item().slices.erase(item().slices.begin());
    item().slices[0].signature.reset();
    item().slices[0].code.signature_range.reset();
    set();
    EXPECT_TRUE(
        texts().contains(QStringLiteral("This code is not signed. Macs with Apple silicon do not run unsigned code.")));
    item().slices.clear();
    set();
    EXPECT_TRUE(texts().contains(QStringLiteral("contains no code"))) << texts().toStdString();
    EXPECT_FALSE(view.tools()->findChild<QPushButton*>(QStringLiteral("copyAsCodesign"))->isVisibleTo(view.tools()));
}

TEST_F(SignatureViewTest, says_why_a_code_directory_is_missing) {
    item().slices.pop_back();
    item().slices[0].signature->code_directories.clear();
    item().slices[0].signature->problems = {
        {.code = "code-directory", .path = "", .message = "Its length is 7.", .severity = ProblemSeverity::error}};
    set();
    EXPECT_TRUE(texts().contains(QStringLiteral("could not be read"))) << texts().toStdString();
    EXPECT_TRUE(texts().contains(QStringLiteral("Its length is 7.")));
}

QStringList labels_of(const std::vector<Fact>& facts) {
    QStringList labels;
    for (const Fact& fact : facts) labels.append(fact.label);
    return labels;
}

TEST_F(SignatureViewTest, lists_what_was_not_checked) {
    bundle::CodeItem& code = item();
    EXPECT_EQ(
        labels_of(unchecked_facts(code, *code.slices[0].signature)),
        QStringList({QStringLiteral("Signature"), QStringLiteral("Page hashes"), QStringLiteral("Special slots"),
                     QStringLiteral("Requirement"), QStringLiteral("Revocation"), QStringLiteral("Notarisation")}));
    code.seal = signature::SealSummary{};
    code.ticket = signature::Ticket{};
    code.slices[0].signature->timestamp = test::sample_now();
    const QStringList all = labels_of(unchecked_facts(code, *code.slices[0].signature));
    for (const char* more : {"Timestamp", "Seal", "Ticket"}) EXPECT_TRUE(all.contains(QString::fromLatin1(more)));
    signature::Signature ad_hoc;
    EXPECT_FALSE(labels_of(unchecked_facts(code, ad_hoc)).contains(QStringLiteral("Revocation")));
}

TEST_F(SignatureViewTest, says_whether_the_ticket_lists_this_item) {
    item().ticket = signature::Ticket{};
    item().contents = "Contents/PlugIns/Tunnel.appex/Contents";
    item().ticket->entries.push_back({2, item().slices[0].signature->code_directories[0].cdhash()});
    const auto facts = ticket_facts({.bundle = bundle, .files = nullptr, .index = 4, .now = test::sample_now()});
    ASSERT_EQ(facts.size(), 4U);
    EXPECT_EQ(facts[1].value, QStringLiteral("1 cdhash"));
    EXPECT_EQ(facts[2].value, QStringLiteral("2 of 4 code directories"));
    EXPECT_EQ(facts[2].mark, Mark::note);
    EXPECT_EQ(facts[3].value, QStringLiteral("Contents/PlugIns/Tunnel.appex/Contents/CodeResources"));
}

} // namespace
} // namespace nei::ui
