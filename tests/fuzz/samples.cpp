// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/samples.h"

#include "tests/forge/spec.h"
#include "tests/forge/zip_writer.h"
#include "tests/fuzz/inspect.h"
#include "tests/unit/support/corpus.h"

#include <stdexcept>

namespace nei::fuzz {
namespace {

/// What a file is, which says how it is looked at.
enum class Role { code, profile, seal, ticket, archive, info_plist, directory };

struct Place {
    Role role;
    std::string archive, path; ///< of the real file, in an archive of the corpus
    std::string forged;        ///< path of the file that stands for it, in the forged app
};

const std::string in_kext = "tun-notarized.kext/Contents/";
const std::string in_bundle = "SUUpdateValidatorTest/CodeSignedBoth.bundle/Contents/_CodeSignature/";

const std::vector<Place> places{
    {Role::code, "S10-santa-yikes", "yikes-universal_signed", "Contents/MacOS/Fernway"},
    {Role::profile, "S03-lokinet-ne-profiles-2022", "contrib__macos__lokinet.release.provisionprofile@6aaeead3",
     "Contents/embedded.provisionprofile"},
    {Role::seal, "S04-tunnelblick-tun-notarized-kext", in_kext + "_CodeSignature/CodeResources",
     "Contents/_CodeSignature/CodeResources"},
    {Role::ticket, "S04-tunnelblick-tun-notarized-kext", in_kext + "CodeResources", "Contents/CodeResources"},
    {Role::archive, "S07-fastlane-very-capable-app", "ipas/very-capable-app.ipa", ""},
    {Role::code, "S10-santa-yikes", "32bitplist", "Contents/MacOS/ctl"},
    {Role::profile, "S03-lokinet-ne-profiles-2022", "contrib__macos__lokinet.dev.provisionprofile@e15cccff",
     "Contents/Library/SystemExtensions/com.example.fernway.tunnel.systemextension/Contents/embedded.provisionprofile"},
    {Role::info_plist, "S07-fastlane-very-capable-app", "bundles/simulator-app.app/Info.plist", "Contents/Info.plist"},
    {Role::directory, "S05b-sparkle-SUUpdateValidatorTest", in_bundle + "CodeDirectory",
     "Contents/Resources/Part.bundle/Contents/_CodeSignature/CodeDirectory"},
    {Role::info_plist, "S04-tunnelblick-tun-notarized-kext", in_kext + "Info.plist",
     "Contents/Library/SystemExtensions/com.example.fernway.tunnel.systemextension/Contents/Info.plist"},
};

void inspect_as(Role role, ByteView content) {
    switch (role) {
    case Role::code: return inspect_file("fernwayctl", content);
    case Role::profile: return inspect_in_app("Contents/embedded.provisionprofile", content);
    case Role::seal: return inspect_in_app("Contents/_CodeSignature/CodeResources", content);
    case Role::ticket: return inspect_in_app("Contents/CodeResources", content);
    case Role::archive: return inspect_file("very-capable-app.ipa", content);
    case Role::info_plist: return inspect_in_app("Contents/PlugIns/Tunnel.appex/Contents/Info.plist", content);
    case Role::directory: return inspect_in_app("Contents/_CodeSignature/CodeDirectory", content);
    }
}

/// An app with one of everything.
class ForgedApp {
public:
    ForgedApp() {
        const auto spec = forge::Json::parse(R"({"app": {"executable": {"code_size": 300}, "nested": [
            {"system-extension": {"identifier": "com.example.fernway.tunnel", "provider": "packet-tunnel"}},
            {"executable": {"name": "ctl", "executable": {"architectures": ["i386"], "embed_info_plist": true}}},
            {"bundle": {"name": "Part", "location": "Resources", "signature": {}}}]}})");
        made_ = forge::forge_tree(spec);
    }

    Bytes file(const std::string& path) const {
        if (path.empty()) return archive();
        const forge::TreeEntry* entry = made_.tree.find(made_.main + "/" + path);
        if (!entry) throw std::runtime_error("the forged app has no " + path);
        return entry->content;
    }

private:
    Bytes archive() const {
        const test::TemporaryFolder folder;
        forge::write_zip(made_.tree, folder.path() / "app.zip", {});
        return test::read_whole(folder.path() / "app.zip");
    }

    forge::ForgedTree made_;
};

} // namespace

std::vector<Sample> samples() {
    const ForgedApp forged;
    std::vector<Sample> found;
    for (const Place& place : places) {
        Bytes content;
        if (const auto item = test::CorpusItem::unpack(place.archive))
            content = test::read_whole(item->folder() / place.path);
        const bool real = !content.empty();
        if (!real) content = forged.file(place.forged);
        found.push_back({real ? place.archive + ": " + place.path : "forged: " + place.forged, std::move(content),
                         [role = place.role](ByteView bytes) { inspect_as(role, bytes); }});
    }
    return found;
}

} // namespace nei::fuzz
