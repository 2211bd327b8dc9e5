// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/byte_reader.h"
#include "core/base/limits.h"
#include "core/plist/property_list.h"
#include "tests/forge/code_directory.h"
#include "tests/unit/verify/verified.h"

#include <gmock/gmock.h>

#include <fstream>

/// What is wrong with bundles beside changed files and pages: their structure, the signature's form, who signed.
namespace nei::verify {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string code = at(app, "Contents/MacOS/Fernway");

class Strictness : public Verification {
protected:
    /// The whole app with one thing done to its files.
    Verified changed(const std::function<void(forge::Tree&)>& change, const Json& from) {
        forge::Tree tree = forge::forge_tree(from).tree;
        change(tree);
        tree.write(folder.path() / "out");
        return verified_file(folder.path() / "out" / "Fernway.app", true);
    }
    Verified changed(const std::function<void(forge::Tree&)>& change) { return changed(change, spec()); }

    static Verified opened(const std::filesystem::path& path) { return verified_file(path, true); }
};

Json json(std::string_view text) {
    return Json::parse(text);
}

/// Place in the file of the first blob with this magic.
std::size_t place_of(const Bytes& file, std::uint32_t magic) {
    for (std::size_t i = 0; i + 4 <= file.size(); ++i)
        if (ByteReader(ByteView(file).subspan(i)).u32() == magic) return i;
    ADD_FAILURE() << "no such blob";
    return 0;
}

void put_u32(Bytes& file, std::size_t place, std::uint32_t value) {
    for (int i = 0; i < 4; ++i)
        file.at(place + static_cast<std::size_t>(i)) = static_cast<std::byte>(value >> (24 - 8 * i));
}

constexpr std::string_view thin_app = R"({"app": {"executable": {"architectures": ["arm64"], "code_size": 20000}}})";

TEST_F(Strictness, AcceptsEveryHashAndPageSize) {
    for (const char* signature : {R"({"hash_types": ["sha1"]})", R"({"hash_types": ["sha1", "sha256"]})",
                                  R"({"hash_types": ["sha256-truncated"]})", R"({"hash_types": ["sha256", "sha384"]})",
                                  R"({"page_size": 0})", R"({"page_size": 16384})", R"({"version": "0x20100"})",
                                  R"({"cms_attributes": false})", R"({"cms_agility_in_order": true})"}) {
        Json app = json(thin_app);
        app["app"]["signature"] = json(signature);
        const Verified result = verified(app);
        EXPECT_THAT(result.blamed(), IsEmpty()) << signature;
        EXPECT_TRUE(result.integrity.valid) << signature;
    }
}

TEST_F(Strictness, FindsAChangedPageOfEveryHashAndPageSize) {
    for (const char* signature : {R"({"hash_types": ["sha1"]})", R"({"hash_types": ["sha256-truncated"]})",
                                  R"({"hash_types": ["sha384"]})", R"({"page_size": 0})", R"({"page_size": 16384})"}) {
        Json app = json(thin_app);
        app["app"]["signature"] = json(signature);
        app["damage"] = json(R"([{"edit": "@executable", "offset": 17000}])");
        EXPECT_THAT(verified(app).blamed(), ElementsAre(of(verify::app, "errSecCSSignatureFailed", code))) << signature;
    }
}

TEST_F(Strictness, MissesACodeDirectoryThatWasTakenAway) {
    // The alternate goes to a slot that nobody reads; the other one and the signer's digest of it stay right.
    const Verified result = changed(
        [](forge::Tree& tree) {
            Bytes& file = tree.file(code);
            const std::size_t start = place_of(file, signature::magic_embedded_signature);
            for (std::size_t entry = start + 12;; entry += 8)
                if (ByteReader(ByteView(file).subspan(entry)).u32() == signature::slot_alternate_code_directory)
                    return put_u32(file, entry, 0x20);
        },
        json(
            R"({"app": {"executable": {"architectures": ["arm64"]}, "signature": {"hash_types": ["sha1", "sha256"]}}})"));
    EXPECT_THAT(result.blamed(), ElementsAre(of(app, "errSecCSSignatureFailed")));
    EXPECT_FALSE(result.integrity.integrity_valid);
}

TEST_F(Strictness, SurvivesImpossibleCodeDirectories) {
    struct Field {
        std::size_t offset;
        std::uint32_t value;
    };
    for (const Field field : {Field{8, 0x2f001}, Field{8, 0}, Field{16, 0xffffffff}, Field{20, 0xfffffff0},
                              Field{24, 0xffffffff}, Field{28, 0xffffffff}, Field{28, 0}, Field{32, 0xffffffff},
                              Field{32, 0}, Field{36, 0x2002001f}, Field{36, 0x200200ff}, Field{36, 0x20020001},
                              Field{36, 0x00020c0c}, Field{36, 0xff02000c}, Field{36, 0x2009000c}, Field{4, 20}}) {
        const Verified result = changed(
            [&](forge::Tree& tree) {
                Bytes& file = tree.file(code);
                put_u32(file, place_of(file, signature::magic_code_directory) + field.offset, field.value);
            },
            json(thin_app));
        EXPECT_FALSE(result.integrity.integrity_valid) << field.offset << ' ' << field.value;
        EXPECT_THAT(result.blamed(), Each(HasSubstr("Fernway.app: errSecCSSignature"))) << field.offset;
    }
}

TEST_F(Strictness, FindsDataBehindTheSignature) {
    Json thin = json(thin_app);
    thin["damage"] = json(R"([{"edit": "@executable", "append": "payload"}])");
    EXPECT_THAT(verified(thin).blamed(), ElementsAre(of(app, "errSecCSBadMainExecutable", code)));
    const Verified universal = verified(spec(R"([{"edit": "@executable", "append": "payload"}])"), true, "universal");
    EXPECT_THAT(universal.blamed(), ElementsAre(of(app, "errSecCSBadMainExecutable", code)));
}

TEST_F(Strictness, FindsASliceThatCannotBeRead) {
    // The second slice of the universal header begins where the first does.
    const Verified result = changed([](forge::Tree& tree) {
        Bytes& file = tree.file(code);
        put_u32(file, 8 + 20 + 8, ByteReader(ByteView(file).subspan(8 + 8)).u32());
    });
    EXPECT_THAT(result.blamed(), testing::Contains(of(app, "errSecCSBadObjectFormat", code)));
    EXPECT_FALSE(result.integrity.integrity_valid);
    EXPECT_FALSE(result.integrity.valid);
}

TEST_F(Strictness, WantsASealOfABundle) {
    // What a linker on Apple silicon leaves behind where nobody signed the bundle.
    const Verified result = verified(json(R"({"app": {"signer": "linker-signed", "seal": null, "profile": null}})"));
    EXPECT_THAT(result.blamed(), ElementsAre(HasSubstr("Fernway.app: errSecCSResourcesNotFound")));
    EXPECT_FALSE(result.integrity.codesign_valid);
}

TEST_F(Strictness, DoesNotCallABundleRightWhoseSealItCannotRead) {
    const Verified result =
        verified(spec(R"([{"edit": "@seal", "replace": "<key>files2</key>", "with": "<key>files2</kez>"}])"));
    EXPECT_THAT(result.blamed(), testing::Contains(HasSubstr("Fernway.app: errSecCSResourcesInvalid")));
    EXPECT_THAT(result.blamed(), testing::Contains(HasSubstr("Fernway.app: errSecCSResourceDirectoryFailed")));
}

TEST_F(Strictness, KeepsAnObsoleteSealApartFromChanges) {
    const Verified result = verified(json(R"({"app": {"seal": {"version2": false}}})"));
    EXPECT_THAT(result.blamed(), ElementsAre("Fernway.app: errSecCSWeakResourceEnvelope"));
    EXPECT_FALSE(result.integrity.codesign_valid);
    EXPECT_TRUE(result.integrity.integrity_valid) << "nobody changed it";
}

TEST_F(Strictness, HoldsLinksToTheSeal) {
    const auto with_link = [&](std::string_view name, std::string_view target) {
        Json app = json(R"({"app": {"resources": {"a.txt": "first"}}})");
        app["app"]["resources"]["link"] = Json{{"symlink", target}};
        return verified(app, true, std::string(name).c_str()).blamed();
    };
    const auto wrong = ElementsAre(of(app, "errSecCSInvalidSymlink", at(app, "Contents/Resources/link")));
    EXPECT_THAT(with_link("a", "./a.txt"), IsEmpty());
    EXPECT_THAT(with_link("b", "../Resources"), IsEmpty());
    EXPECT_THAT(with_link("c", "/System/Library/Fonts"), IsEmpty());
    EXPECT_THAT(with_link("d", "/tmp/a.txt"), wrong);
    EXPECT_THAT(with_link("e", "gone.txt"), wrong);
    EXPECT_THAT(with_link("f", "../Info.plist"), wrong) << "it is left out by a rule";
    EXPECT_THAT(with_link("g", "../../../a.txt"), wrong);
    EXPECT_THAT(with_link("h", "link"), wrong);
}

TEST_F(Strictness, FindsALinkThatLeadsElsewhere) {
    const Verified result = changed(
        [](forge::Tree& tree) { tree.find(at(app, "Contents/Resources/link"))->target = "en.lproj/b.strings"; });
    EXPECT_THAT(result.blamed(), ElementsAre(of(app, "errSecCSBadResource", at(app, "Contents/Resources/link"))));
}

TEST_F(Strictness, FindsAFolderInPlaceOfAFile) {
    const std::string path = at(app, "Contents/Resources/a.txt");
    const Verified result = changed([&](forge::Tree& tree) {
        tree.remove(path);
        tree.add_folder(path);
    });
    EXPECT_THAT(result.blamed(), testing::Contains(of(app, "errSecCSBadResource", path)));
}

TEST_F(Strictness, FindsNestedCodeThatIsNoCodeAnyMore) {
    const Verified emptied = changed([](forge::Tree& tree) {
        tree.remove(std::string(kit));
        tree.add_folder(std::string(kit));
    });
    EXPECT_THAT(emptied.blamed(), ElementsAre(of(app, "errSecCSUnsignedNestedCode", kit)));
    EXPECT_FALSE(emptied.integrity.codesign_valid);
    const Verified replaced = changed([](forge::Tree& tree) {
        tree.remove(std::string(kit));
        tree.add_file(at(kit, "Readme"), {});
    });
    EXPECT_THAT(replaced.blamed(), ElementsAre(of(kit, "errSecCSUnsigned")));
    EXPECT_FALSE(replaced.integrity.codesign_valid);
    const Verified removed = changed([](forge::Tree& tree) { tree.remove(std::string(kit)); });
    EXPECT_THAT(removed.blamed(), ElementsAre(of(app, "errSecCSBadResource", kit)));
    const Verified added = changed([](forge::Tree& tree) {
        tree.add_file(at(app, "Contents/Frameworks/Evil.framework/Evil"), to_bytes(as_bytes("x")));
    });
    EXPECT_FALSE(added.integrity.codesign_valid);
    EXPECT_THAT(added.blamed(), testing::Contains(HasSubstr("Fernway.app: errSecCSBadResource")));
}

TEST_F(Strictness, LooksAtTheRootOfAFramework) {
    const auto unsealed = [](std::string_view file) {
        return ElementsAre(of(kit, "errSecCSUnsealedFrameworkRoot", at(kit, file)));
    };
    EXPECT_THAT(changed([](forge::Tree& tree) { tree.add_file(at(kit, "stray.txt"), {}); }).blamed(),
                unsealed("stray.txt"));
    EXPECT_THAT(changed([](forge::Tree& tree) { tree.find(at(kit, "Kit"))->target = "/tmp/Kit"; }).blamed(),
                unsealed("Kit"));
    EXPECT_THAT(changed([](forge::Tree& tree) { tree.add_file(at(kit, "Versions/stray"), {}); }).blamed(),
                unsealed("Versions/stray"));
    EXPECT_THAT(changed([](forge::Tree& tree) { tree.remove(at(kit, "Versions/Current")); }).blamed(),
                ElementsAre(HasSubstr("Kit.framework: errSecCSBadBundleFormat")));
}

TEST_F(Strictness, AllowsOnlyTheSignatureBesideTheSeal) {
    const std::string guest = at(app, "Contents/_CodeSignature/guest");
    const Verified result = changed([&](forge::Tree& tree) { tree.add_file(guest, to_bytes(as_bytes("x"))); });
    EXPECT_THAT(result.blamed(), ElementsAre(of(app, "errSecCSUnsealedAppRoot", guest)));
}

TEST_F(Strictness, LooksIntoTheRootOfAnApp) {
    const Verified allowed = changed([](forge::Tree& tree) { tree.add_file(at(app, ".DS_Store"), {}); });
    EXPECT_THAT(allowed.blamed(), IsEmpty());
    const Verified deeper = changed([](forge::Tree& tree) { tree.add_file(at(app, "Stray/.DS_Store"), {}); });
    EXPECT_THAT(deeper.blamed(), ElementsAre(of(app, "errSecCSUnsealedAppRoot", at(app, "Stray"))));
}

TEST_F(Strictness, WantsAPlainInfoPlist) {
    const std::string info = at(app, "Contents/Info.plist");
    const Verified result = changed([&](forge::Tree& tree) {
        tree.rename(info, at(app, "Contents/Resources/Info.plist"));
        tree.add_symlink(info, "Resources/Info.plist");
    });
    EXPECT_THAT(result.blamed(), testing::Contains(of(app, "errSecCSRegularFile", info)));
}

TEST_F(Strictness, EndsItsListOfAddedFiles) {
    const Verified result = changed([](forge::Tree& tree) {
        for (std::size_t i = 0; i < limits::seal_errors + 100; ++i)
            tree.add_file(at(app, "Contents/Resources/cache/" + std::to_string(i)), {});
    });
    EXPECT_EQ(result.integrity.slices.front().errors.size(), limits::seal_errors + 1);
    EXPECT_FALSE(result.integrity.integrity_valid);
}

TEST_F(Strictness, NamesWhoMayNotSign) {
    const Verified self_signed = verified(json(R"({"app": {"signer": "self-signed", "profile": null}})"));
    EXPECT_THAT(self_signed.blamed(), ElementsAre("Fernway.app: CSSMERR_TP_NOT_TRUSTED"));
    EXPECT_TRUE(self_signed.integrity.integrity_valid);
    EXPECT_FALSE(self_signed.integrity.codesign_valid);
    EXPECT_EQ(self_signed.integrity.slices.front().chain, ChainState::self_signed);
    const Verified installer = verified(json(R"({"app": {"signer": "developer-id-installer", "profile": null}})"));
    EXPECT_THAT(installer.blamed(), testing::Contains("Fernway.app: CSSMERR_TP_NOT_TRUSTED"));
    const Verified team = verified(json(R"({"app": {"signature": {"team": "ZZ9PLURAL9"}}})"));
    EXPECT_THAT(team.blamed(), ElementsAre("Fernway.app: errSecCSBadTeamIdentifier"));
    EXPECT_TRUE(team.integrity.integrity_valid);
    const Verified store = verified(json(R"({"app": {"signer": "mac-app-store"}})"));
    EXPECT_THAT(store.blamed(), IsEmpty()) << "by a certificate of Apple's, which names no team";
}

TEST_F(Strictness, FindsAChangedTicket) {
    const Verified result = verified(spec(R"([{"edit": "@ticket", "offset": 1000}])"));
    EXPECT_THAT(result.blamed(), IsEmpty()) << "a ticket is no part of the signature";
    EXPECT_EQ(result.integrity.slices.front().ticket, TicketState::invalid);
    EXPECT_EQ(verified(json(R"({"app": {"ticket": null}})"), true, "none").integrity.slices.front().ticket,
              TicketState::none);
}

TEST_F(Strictness, ChecksBundlesSignedByFiles) {
    constexpr std::string_view codeless = R"({"bundle": {"name": "Fernway", "file_name": "Fernway.app",
        "executable": null, "signature": {}, "resources": {"a.txt": "first"}}})";
    for (const char* name : {"folder", "Fernway.zip", "Fernway.tar.gz"}) {
        const Verified whole = verified(json(codeless), true, name);
        EXPECT_THAT(whole.blamed(), IsEmpty()) << name;
        EXPECT_TRUE(whole.integrity.valid) << name;
    }
    Json damaged = json(codeless);
    damaged["damage"] = json(R"([{"edit": "@info-plist", "append": " "}])");
    EXPECT_THAT(verified(damaged, true, "plist").blamed(), ElementsAre(HasSubstr("errSecCSInfoPlistFailed")));
    damaged["damage"] = json(R"([{"edit": "Contents/Resources/a.txt", "append": " "}])");
    EXPECT_THAT(verified(damaged, true, "file").blamed(), ElementsAre(HasSubstr("errSecCSBadResource")));
    damaged["damage"] = json(R"([{"edit": "Contents/_CodeSignature/CodeDirectory", "offset": 50}])");
    EXPECT_FALSE(verified(damaged, true, "directory").integrity.integrity_valid);
}

TEST_F(Strictness, HashesTheScriptThatABundleRuns) {
    const std::string script = at(app, "Contents/MacOS/run");
    const auto made = [&](std::string_view found) {
        const plist::Dictionary omitted{{"omit", true}, {"weight", 20.0}};
        const std::string info = plist::to_xml(plist::Dictionary{{"CFBundleExecutable", "run"}});
        const std::string seal =
            plist::to_xml(plist::Dictionary{{"rules2", plist::Dictionary{{"^.*", true}, {"^Info\\.plist$", omitted}}},
                                            {"files2", plist::Dictionary{}}});
        forge::CodeDirectoryOptions options;
        options.identifier = "com.example.script";
        options.flags = signature::flag_adhoc;
        options.components = {{signature::slot_info_plist, to_bytes(as_bytes(info))},
                              {signature::slot_resource_directory, to_bytes(as_bytes(seal))}};
        forge::Tree tree;
        tree.add_file(at(app, "Contents/Info.plist"), to_bytes(as_bytes(info)));
        tree.add_file(at(app, "Contents/_CodeSignature/CodeResources"), to_bytes(as_bytes(seal)));
        tree.add_file(at(app, "Contents/_CodeSignature/CodeDirectory"),
                      forge::make_code_directory(options, as_bytes("#!/bin/sh\necho first\n")));
        tree.add_file(at(app, "Contents/_CodeSignature/CodeSignature"), {});
        tree.add_file(script, to_bytes(as_bytes(found)), 0755);
        tree.write(folder.path() / "out");
        return verified_file(folder.path() / "out" / "Fernway.app", true).blamed();
    };
    EXPECT_THAT(made("#!/bin/sh\necho first\n"), IsEmpty());
    EXPECT_THAT(made("#!/bin/sh\necho other\n"), ElementsAre(of(app, "errSecCSSignatureFailed", script)));
    EXPECT_THAT(made("#!/bin/sh\n"), ElementsAre(of(app, "errSecCSSignatureFailed", script)));
}

TEST_F(Strictness, CountsWhatItReads) {
    const auto path = forge::write_bundle(spec(), folder.path() / "out");
    const auto tree = source::open(path);
    ASSERT_TRUE(tree);
    const auto bundle = bundle::scan(**tree, {});
    ASSERT_TRUE(bundle);
    Progress last;
    const auto result = verify(
        **tree, **bundle,
        {.trust = signature::TrustStore::apple(), .control = {{}, [&](const Progress& progress) { last = progress; }}});
    ASSERT_TRUE(result);
    EXPECT_EQ(last.done, last.total);
    EXPECT_EQ(last.unit, Progress::Unit::bytes);
    EXPECT_EQ(result->hashed_bytes, last.total);
    EXPECT_LE(result->hashed_bytes, (*tree)->bytes()) << "each byte once";
}

} // namespace
} // namespace nei::verify
