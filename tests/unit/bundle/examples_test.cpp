// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundle/examples.h"
#include "core/bundle/scan.h"
#include "core/report/inspect.h"
#include "core/source/open.h"
#include "tests/forge/certificates.h"
#include "tests/forge/spec.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

namespace nei::bundle {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A folder with one example and the root certificates, as an installation has it.
class Examples : public testing::Test {
protected:
    void SetUp() override {
        std::string name = (fs::temp_directory_path() / "nei-examples-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder = name;
        std::ofstream(folder / "forged-root.pem") << forge::trust_roots_pem();
        const fs::path spec = fs::path(NEI_SOURCE_DIR) / "resources/examples/broken-seal.json";
        forge::write_bundle(forge::read_spec(spec), folder / "broken-seal");
    }
    void TearDown() override { fs::remove_all(folder); }

    fs::path folder;
};

TEST(ExampleList, NamesASpecForEachExampleAndAnIconThatExists) {
    ASSERT_EQ(examples().size(), 5u);
    EXPECT_EQ(examples().front().name, "developer-id-system-extension");
    for (const Example& example : examples()) {
        EXPECT_TRUE(fs::exists(fs::path(NEI_SOURCE_DIR) / "resources/examples" / (example.name + ".json")));
        EXPECT_TRUE(fs::exists(fs::path(NEI_SOURCE_DIR) / "resources/icons" / (example.icon + ".svg")));
        EXPECT_FALSE(example.title.empty() || example.sentence.empty()) << example.name;
        EXPECT_TRUE(example.path.starts_with(example.name));
    }
    EXPECT_EQ(find_example("nothing"), nullptr);
}

TEST(ExampleList, IsSoughtInTheNamedFolderAlone) {
    EXPECT_EQ(example_folders("/usr/bin", "/elsewhere"), std::vector<fs::path>{"/elsewhere"});
    const auto folders = example_folders("/usr/bin");
    EXPECT_THAT(folders, testing::ElementsAre("/usr/bin/examples", "/usr/share/ne-inspector/examples",
                                              "/usr/Resources/examples"));
}

TEST_F(Examples, AreFoundWhereTheRootCertificatesLie) {
    EXPECT_FALSE(ExampleLibrary::find(std::vector<fs::path>{"/nowhere"}));
    const auto library = ExampleLibrary::find(std::vector<fs::path>{"/nowhere", folder});
    ASSERT_TRUE(library);
    EXPECT_GT(library->size(*find_example("broken-seal")).value_or(0), 100'000u);
    EXPECT_FALSE(library->size(*find_example("debug-and-release"))) << "it is not there";
}

TEST_F(Examples, SayThatTheyAreExamplesInTextAndJson) {
    const auto library = ExampleLibrary::find(std::vector<fs::path>{folder});
    ASSERT_TRUE(library);
    const auto trust = library->trust(signature::TrustStore::apple());
    ASSERT_TRUE(trust) << trust.error().message;
    const auto tree = source::open(library->path(*find_example("broken-seal")));
    ASSERT_TRUE(tree) << tree.error().message;
    const auto bundle = scan(**tree, {.trust = *trust, .control = {}, .example = true});
    ASSERT_TRUE(bundle) << bundle.error().message;
    EXPECT_EQ((*bundle)->source.kind, source::SourceKind::example);
    EXPECT_EQ((*bundle)->items.front().profile->signature.chain, signature::ChainAnchor::given_root);
    EXPECT_THAT(report::inspect_json(**bundle, {}, report::JsonLayout::line), HasSubstr("\"kind\":\"example\""));
    EXPECT_THAT(report::inspect_text(**bundle, {}, {}), HasSubstr("An example with forged certificates"));
    const auto plain = scan(**tree, {});
    ASSERT_TRUE(plain);
    EXPECT_EQ((*plain)->source.kind, source::SourceKind::folder) << "the same folder, opened by its path";
}

TEST_F(Examples, SayWhichFileOfCertificatesCannotBeRead) {
    const auto library = ExampleLibrary::find(std::vector<fs::path>{folder});
    std::ofstream(folder / "forged-root.pem") << "nothing";
    const auto trust = library->trust(signature::TrustStore::apple());
    ASSERT_FALSE(trust);
    EXPECT_THAT(trust.error().message, HasSubstr("certificates of the examples"));
}

} // namespace
} // namespace nei::bundle
