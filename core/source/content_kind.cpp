// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/content_kind.h"

#include "core/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace nei::source {
namespace {

using namespace std::string_view_literals;

struct Signature {
    std::string_view bytes;
    std::size_t offset = 0;
};

bool has(ByteView start, const Signature& signature) {
    return as_text(start).substr(std::min(signature.offset, start.size())).starts_with(signature.bytes);
}

/// Local header, end of an empty archive, and the marker before the first header of an archive made to be split.
constexpr std::array zip_signatures = {Signature{"PK\x03\x04"sv}, Signature{"PK\x05\x06"sv}, Signature{"PK\x07\x08"sv}};

/// Thin (both byte orders, 32 and 64 bit), universal and universal-64. <mach-o/loader.h>, <mach-o/fat.h>
constexpr std::array mach_o_signatures = {Signature{"\xfe\xed\xfa\xce"sv}, Signature{"\xce\xfa\xed\xfe"sv},
                                          Signature{"\xfe\xed\xfa\xcf"sv}, Signature{"\xcf\xfa\xed\xfe"sv},
                                          Signature{"\xca\xfe\xba\xbe"sv}, Signature{"\xca\xfe\xba\xbf"sv}};

/// Table of contents first. https://github.com/apple-oss-distributions/xar
constexpr std::array package_signatures = {Signature{"xar!"sv}};

/// tar and cpio, and what they are compressed with. Only unpacking shows whether there is one of them inside.
constexpr std::array tar_signatures = {Signature{"ustar"sv, 257},
                                       Signature{"070707"sv},
                                       Signature{"070701"sv},
                                       Signature{"\x1f\x8b"sv},
                                       Signature{"BZh"sv},
                                       Signature{"pbzx"sv},
                                       Signature{"\xfd"
                                                 "7zXZ\0"sv}};

struct Unread {
    Signature signature;
    std::string_view what;
};

constexpr std::string_view unpack = "Unpack it first, then open the folder.";

/// Archives of which NE Inspector knows the name only.
constexpr std::array unread_archives = {
    Unread{{"\x28\xb5\x2f\xfd"sv}, "a Zstandard archive"},
    Unread{{"7z\xbc\xaf\x27\x1c"sv}, "a 7-Zip archive"},
    Unread{{"Rar!\x1a\x07"sv}, "a RAR archive"},
    Unread{{"AA01"sv}, "an Apple archive"},
    Unread{{"pbze"sv}, "an Apple archive"},
};

constexpr std::array zip_extensions = {".zip"sv, ".ipa"sv, ".whl"sv};
constexpr std::array tar_extensions = {".tgz"sv, ".tbz"sv, ".tbz2"sv, ".txz"sv, ".gz"sv, ".bz2"sv, ".xz"sv};
constexpr std::array image_extensions = {".dmg"sv, ".sparseimage"sv, ".iso"sv};
constexpr std::array profile_extensions = {".provisionprofile"sv, ".mobileprovision"sv};

bool ends_with_one_of(const std::string& name, std::span<const std::string_view> endings) {
    return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

/// The trailer of a UDIF image is its last 512 bytes; the others start with their name.
bool is_disk_image(ByteView start, ByteView end) {
    constexpr std::size_t trailer_size = 512;
    return has(start, {"encrcdsa"}) || has(start, {"sprs"}) ||
           (end.size() >= trailer_size && has(end.last(trailer_size), {"koly"}));
}

/// A CMS SignedData: SEQUENCE, then the object identifier 1.2.840.113549.1.7.2.
bool is_cms(ByteView start) {
    constexpr std::string_view signed_data = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";
    return has(start, {"\x30"}) && as_text(start).substr(0, 20).find(signed_data) != std::string_view::npos;
}

} // namespace

Result<SourceKind> content_kind(ByteView start, ByteView end, std::string_view name) {
    const auto is_one_of = [&](const auto& signatures) {
        return std::ranges::any_of(signatures, [&](const Signature& one) { return has(start, one); });
    };
    const auto unsupported = [&](const auto& format, const auto&... arguments) {
        return fail(ErrorCode::unsupported, fmt::format(fmt::runtime(format), display_text(name), arguments...));
    };
    const std::string lower_name = ascii_lower(name);

    if (is_one_of(zip_signatures)) return SourceKind::zip;
    if (is_one_of(mach_o_signatures)) return SourceKind::mach_o;
    if (is_disk_image(start, end) || ends_with_one_of(lower_name, image_extensions))
        return unsupported("NE Inspector does not read disk images. Open `{}` on a Mac and drop the app inside it.");
    if (is_one_of(package_signatures)) return SourceKind::pkg;
    if (is_one_of(tar_signatures) || lower_name.ends_with(".tar")) return SourceKind::tar;
    for (const Unread& archive : unread_archives)
        if (has(start, archive.signature))
            return unsupported("`{}` is {}, which NE Inspector does not read. {}", archive.what, unpack);
    const std::string_view named = ends_with_one_of(lower_name, zip_extensions)   ? "a zip archive"
                                   : ends_with_one_of(lower_name, tar_extensions) ? "a tar archive"
                                   : lower_name.ends_with(".pkg")                 ? "an installer package"
                                                                                  : "";
    if (!named.empty())
        return fail(ErrorCode::malformed, fmt::format("`{}` is named as {}, but does not start as one. It may have "
                                                      "arrived damaged or incomplete: get it again.",
                                                      display_text(name), named));
    if (is_cms(start) || ends_with_one_of(lower_name, profile_extensions)) return SourceKind::profile;
    return SourceKind::mach_o;
}

} // namespace nei::source
