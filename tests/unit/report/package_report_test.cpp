// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/inspect.h"
#include "core/report/package_words.h"
#include "tests/unit/report/sample_bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace nei::report {
namespace {

using bundle::InstallerPackage;
using bundle::PackageScript;
using testing::HasSubstr;
using testing::Not;

InstallerPackage sample_package() {
    InstallerPackage made;
    made.path = "Fernway.pkg!";
    made.name = "Fernway.pkg";
    made.is_product = true;
    made.title = "Fernway";
    made.product_identifier = "com.example.fernway.product";
    made.product_version = "2.4";
    made.checksum = Bytes(20, std::byte{0xab});
    made.checksum_is_right = true;
    signature::PackageSignature signature;
    signature.signature_is_right = true;
    signature.checks = {{source::XarSignature::Style::rsa, true, ""}};
    signature.signer = test::sample_certificate("Developer ID Installer: Example Networks (A1B2C3D4E5)", "A1B2C3D4E5");
    signature.certificates = {signature.signer};
    signature.signer_class = signature::SignerClass::developer_id_installer;
    signature.chain = signature::ChainAnchor::apple;
    made.signature = signature;
    bundle::PackageComponent component;
    component.path = "Fernway.pkg!/Fernway.pkg";
    component.identifier = "com.example.fernway.pkg";
    component.version = "2.4";
    component.install_location = "/Applications";
    component.payload_state = bundle::PayloadState::not_read;
    component.scripts = {{.role = PackageScript::Role::preinstall,
                          .path = "Fernway.pkg!/Fernway.pkg/Scripts!/preinstall",
                          .bytes = 40,
                          .text = "#!/bin/sh\n\techo \x1b[31mred\n\nexit 0",
                          .is_text = true},
                         {.path = "Fernway.pkg!/Fernway.pkg/Scripts!/tool", .bytes = 9}};
    made.components = {component};
    return made;
}

bundle::Bundle with(InstallerPackage package) {
    bundle::Bundle made = test::sample_bundle();
    made.packages = {std::move(package)};
    return made;
}

TEST(PackageText, NamesWhoSignedAndWhatIsInstalledWhere) {
    const std::string text = inspect_text(with(sample_package()), {}, {});
    EXPECT_THAT(text, HasSubstr("Fernway.pkg!  Installer package, product of 1 component  \"Fernway\"\n"));
    EXPECT_THAT(text, HasSubstr("com.example.fernway.product  2.4"));
    EXPECT_THAT(text, HasSubstr("Developer ID Installer: Example Networks (A1B2C3D4E5)"));
    EXPECT_THAT(text, HasSubstr("✓ intact, its chain leads to Apple"));
    EXPECT_THAT(text, HasSubstr("no ticket stapled"));
    EXPECT_THAT(text, HasSubstr("com.example.fernway.pkg  2.4  installs into /Applications"));
    EXPECT_THAT(text, HasSubstr("! not read"));
    EXPECT_THAT(text, HasSubstr("preinstall  1 helper  shown with --all, never run"));
    EXPECT_THAT(text, HasSubstr("Checked: the signatures of installer packages"));
    EXPECT_THAT(text, Not(HasSubstr("exit 0")));
    EXPECT_LT(text.find("Installer package"), text.find("com.example.fernway  2.1"));
    EXPECT_THAT(inspect_text(test::sample_bundle(), {}, {}), Not(HasSubstr("Checked:")));
    EXPECT_THAT(inspect_text(with(sample_package()), {.item = "Fernway.app", .architecture = {}}, {}),
                Not(HasSubstr("Installer package")));
}

TEST(PackageText, ShowsScriptsHarmless) {
    const std::string text = inspect_text(with(sample_package()), {}, {false, true, 100});
    EXPECT_THAT(text, HasSubstr("│ #!/bin/sh\n"));
    EXPECT_THAT(text, HasSubstr("│     echo \\u{1b}[31mred\n"));
    EXPECT_THAT(text, HasSubstr("│\n"));
    EXPECT_THAT(text, HasSubstr("│ exit 0\n"));
    EXPECT_THAT(text, HasSubstr("Shown as text, never run."));
    EXPECT_THAT(text, HasSubstr("no text, not shown"));
}

TEST(PackageText, SaysWhatIsWrong) {
    InstallerPackage package = sample_package();
    package.checksum_is_right = false;
    EXPECT_THAT(inspect_text(with(package), {}, {}), HasSubstr("✗ Changed after signing"));
    EXPECT_EQ(package_verdict(package).mark, Mark::bad);
    package.checksum_is_right = true;
    package.signature->signature_is_right = false;
    package.signature->problem = "It does not fit.";
    EXPECT_EQ(package_verdict(package).words, "It does not fit.");
    package.signature->signature_is_right = true;
    package.signature->chain = signature::ChainAnchor::unknown;
    EXPECT_EQ(package_verdict(package).mark, Mark::neutral);
    package.signature.reset();
    EXPECT_EQ(package_verdict(package).words, "not signed");
    EXPECT_THAT(inspect_text(with(package), {}, {}), HasSubstr("not signed"));
}

TEST(PackageWords, CountWhatATicketListsBesideThePackage) {
    InstallerPackage package = sample_package();
    package.ticket.emplace().entries.resize(3);
    EXPECT_EQ(package_ticket_words(package), "stapled, does not name this package and 3 cdhashes");
    package.ticket_lists_package = true;
    EXPECT_EQ(package_ticket_words(package), "stapled, names this package and 2 cdhashes");
    package.ticket->entries.clear();
    EXPECT_EQ(package_ticket_words(package), "stapled, names this package");
}

TEST(PackageJson, StandsBesideTheItems) {
    const auto document = nlohmann::json::parse(inspect_json(with(sample_package()), {}));
    ASSERT_EQ(document["packages"].size(), 1u);
    const auto& package = document["packages"][0];
    EXPECT_EQ(package["path"], "Fernway.pkg!");
    EXPECT_EQ(package["kind"], "product");
    EXPECT_EQ(package["signature"]["intact"], true);
    EXPECT_EQ(package["signature"]["signer"]["team_id"], "A1B2C3D4E5");
    EXPECT_EQ(package["signature"]["checks"][0]["style"], "rsa");
    EXPECT_TRUE(package["signature"]["checks"][0]["problem"].is_null());
    EXPECT_EQ(package["checksum"]["algorithm"], "sha1");
    EXPECT_TRUE(package["ticket"].is_null());
    EXPECT_EQ(package["components"][0]["payload"]["state"], "not-read");
    EXPECT_TRUE(package["components"][0]["payload"]["path"].is_null());
    EXPECT_EQ(package["components"][0]["scripts"][0]["role"], "preinstall");
    EXPECT_TRUE(package["components"][0]["scripts"][1]["text"].is_null());
    EXPECT_EQ(nlohmann::json::parse(inspect_json(test::sample_bundle(), {}))["packages"], nlohmann::json::array());
}

} // namespace
} // namespace nei::report
