// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/xar_table.h"

#include "core/base/byte_reader.h"
#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/source/system_file.h"
#include "core/source/xml.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <zlib.h>

namespace nei::source {
namespace {

constexpr std::string_view magic = "xar!";
constexpr std::size_t header_bytes = 28; // header_size says how many there are; a longer one ends with a name
constexpr std::string_view trailer_magic = "t8lr";
constexpr std::size_t trailer_bytes = 16;
constexpr std::uint16_t trailer_stop = 1, trailer_ticket = 2;
constexpr std::string_view get_again = "The package is damaged: get it again.";

struct Header {
    std::uint16_t size = 0;
    std::uint64_t packed = 0, unpacked = 0; ///< bytes of the table of contents

    std::uint64_t heap() const { return size + packed; }
};

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(value)
                                                                                     : std::nullopt;
}

std::optional<DigestAlgorithm> algorithm_of(std::string_view style) {
    const std::string small = ascii_lower(style);
    if (small == "sha1") return DigestAlgorithm::sha1;
    if (small == "sha256") return DigestAlgorithm::sha256;
    if (small == "sha384") return DigestAlgorithm::sha384;
    if (small == "sha512") return DigestAlgorithm::sha512;
    return std::nullopt;
}

/// `signature-creation-time` counts seconds since 2001, with fractions.
std::optional<Timestamp> time_since_2001(std::string_view text) {
    constexpr std::chrono::sys_days start = std::chrono::year(2001) / 1 / 1;
    constexpr double longest = 250e9; // the year 9900; what is later would overflow a calendar
    const auto seconds = number<double>(text);
    if (!seconds || !std::isfinite(*seconds) || *seconds < 0 || *seconds > longest) return std::nullopt;
    return Timestamp(start) + std::chrono::seconds(static_cast<std::int64_t>(*seconds));
}

/// At most limits::xml_bytes; nothing where the data is damaged or larger.
std::optional<Bytes> inflated(ByteView packed, std::uint64_t promised) {
    Bytes text(static_cast<std::size_t>(std::min<std::uint64_t>(promised, limits::xml_bytes)));
    auto size = static_cast<uLongf>(text.size());
    const int status = uncompress(reinterpret_cast<Bytef*>(text.data()), &size,
                                  reinterpret_cast<const Bytef*>(packed.data()), static_cast<uLong>(packed.size()));
    if (status != Z_OK) return std::nullopt;
    text.resize(size);
    return text;
}

class TableReader {
public:
    TableReader(const RandomAccess& archive, std::string_view name)
        : archive_(archive), size_(archive.size()), name_(name), shown_(display_text(name)) {}

    Result<ReadPackage> read() {
        const auto header = read_header();
        if (!header) return std::unexpected(header.error());
        header_ = *header;
        const auto packed =
            read_exactly(archive_, size_, name_, header_.size, static_cast<std::size_t>(header_.packed));
        if (!packed) return std::unexpected(packed.error());
        const auto text = inflated(*packed, header_.unpacked);
        if (!text)
            return fail(ErrorCode::malformed,
                        fmt::format("The table of contents of `{}` cannot be inflated. {}", shown_, get_again));
        const auto root = parse_xml(*text, fmt::format("The table of contents of `{}`", shown_));
        if (!root) return std::unexpected(root.error());
        const XmlElement* table = root->child("toc");
        if (root->name != "xar" || !table)
            return fail(ErrorCode::malformed,
                        fmt::format("The table of contents of `{}` has no element \"toc\". {}", shown_, get_again));
        read_checksum(*table, *packed);
        read_signatures(*table);
        read_ticket();
        return std::move(found_);
    }

private:
    void problem(std::string code, std::string message) {
        found_.problems.push_back({std::move(code), "", std::move(message), ProblemSeverity::error});
    }

    Result<Header> read_header() {
        const auto bytes = read_exactly(archive_, size_, name_, 0, header_bytes);
        if (!bytes) return std::unexpected(bytes.error());
        if (!looks_like_xar(*bytes))
            return fail(ErrorCode::malformed,
                        fmt::format("`{}` is no installer package: it does not start with \"xar!\".", shown_));
        ByteReader reader(*bytes);
        reader.skip(magic.size());
        Header header;
        header.size = reader.u16();
        reader.skip(2); // version, 1 in all that are known
        header.packed = reader.u64();
        header.unpacked = reader.u64();
        if (header.size < header_bytes)
            return fail(ErrorCode::malformed,
                        fmt::format("The header of `{}` says that it has {} bytes; it has {} at least. {}", shown_,
                                    header.size, header_bytes, get_again));
        if (header.packed > limits::xml_bytes || header.unpacked > limits::xml_bytes)
            return fail(ErrorCode::too_large,
                        fmt::format("The table of contents of `{}` has {} bytes; NE Inspector reads {} at most.",
                                    shown_, grouped(std::max(header.packed, header.unpacked)),
                                    grouped(limits::xml_bytes)));
        return header;
    }

    /// The bytes that an element of the table places in the heap, which starts behind the table.
    std::optional<Bytes> heap_bytes(const XmlElement& place, std::size_t limit, std::string_view what) {
        const auto offset = number<std::uint64_t>(place.child_text("offset"));
        const auto length = number<std::uint64_t>(place.child_text("size"));
        const std::uint64_t heap = std::min(header_.heap(), size_);
        if (!offset || !length || *offset > size_ - heap || *length > size_ - heap - *offset) {
            problem("package-outside",
                    fmt::format("The {} of `{}` does not lie in the file. {}", what, shown_, get_again));
            return std::nullopt;
        }
        if (*length > limit) {
            problem("package-too-large", fmt::format("The {} of `{}` has {} bytes; {} are read at most.", what, shown_,
                                                     grouped(*length), grouped(limit)));
            return std::nullopt;
        }
        auto bytes = read_exactly(archive_, size_, name_, heap + *offset, static_cast<std::size_t>(*length));
        if (bytes) return std::move(*bytes);
        problem("package-unreadable", bytes.error().message);
        return std::nullopt;
    }

    void read_checksum(const XmlElement& table, ByteView packed) {
        const XmlElement* element = table.child("checksum");
        if (!element)
            return problem("package-checksum-missing",
                           fmt::format("The table of contents of `{}` has no checksum, so that nothing can be signed "
                                       "in it.",
                                       shown_));
        const auto algorithm = algorithm_of(element->attribute_text("style"));
        if (!algorithm)
            return problem("package-checksum-unknown",
                           fmt::format("The table of contents of `{}` has a checksum of the kind \"{}\", which is not "
                                       "read.",
                                       shown_, display_text(element->attribute_text("style"))));
        constexpr std::size_t longest_digest = 64;
        auto value = heap_bytes(*element, longest_digest, "checksum");
        if (!value) return;
        found_.source.checksum_algorithm = *algorithm;
        found_.source.checksum = std::move(*value);
        found_.source.checksum_is_right = digest(*algorithm, packed) == found_.source.checksum;
    }

    void read_signatures(const XmlElement& table) {
        found_.source.signed_at = time_since_2001(table.child_text("signature-creation-time"));
        for (const XmlElement& element : table.children) {
            if (element.name != "signature" && element.name != "x-signature") continue;
            if (found_.source.signatures.size() == limits::package_signatures)
                return problem("package-signatures",
                               fmt::format("`{}` has more than {} signatures.", shown_, limits::package_signatures));
            read_signature(element);
        }
    }

    void read_signature(const XmlElement& element) {
        const std::string style = ascii_lower(element.attribute_text("style"));
        XarSignature signature;
        if (style == "cms")
            signature.style = XarSignature::Style::cms;
        else if (style != "rsa")
            return problem("package-signature-unknown", fmt::format("`{}` has a signature of the kind \"{}\", which is "
                                                                    "not read.",
                                                                    shown_, display_text(style)));
        auto value = heap_bytes(element, limits::cms_bytes, "signature");
        if (!value) return;
        signature.value = std::move(*value);
        read_certificates(element, signature);
        found_.source.signatures.push_back(std::move(signature));
    }

    void read_certificates(const XmlElement& element, XarSignature& signature) {
        const XmlElement* key = element.child("KeyInfo");
        const XmlElement* data = key ? key->child("X509Data") : nullptr;
        if (!data) return;
        for (const XmlElement& certificate : data->children) {
            if (certificate.name != "X509Certificate") continue;
            if (signature.certificates.size() == limits::certificates)
                return problem("package-certificates", fmt::format("A signature of `{}` has more than {} certificates.",
                                                                   shown_, limits::certificates));
            std::string text = certificate.text;
            std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == '\t' || c == ' '; });
            auto bytes = text.size() / 4 * 3 <= limits::certificate_bytes ? from_base64(text) : std::nullopt;
            if (bytes)
                signature.certificates.push_back(std::move(*bytes));
            else
                problem("package-certificates",
                        fmt::format("A certificate in a signature of `{}` is too large or no base64.", shown_));
        }
    }

    /// Behind the archive lie trailers, read backwards: each ends with 16 bytes that say what lies before them.
    void read_ticket() {
        std::uint64_t end = size_;
        for (std::size_t count = 0; count < limits::package_trailers && end >= header_.heap() + trailer_bytes;
             ++count) {
            const auto bytes = read_exactly(archive_, size_, name_, end - trailer_bytes, trailer_bytes);
            if (!bytes) return problem("package-unreadable", bytes.error().message);
            ByteReader reader(*bytes, std::endian::little);
            if (as_text(reader.bytes(trailer_magic.size())) != trailer_magic) return;
            reader.skip(2); // version, 1 in all that are known
            const std::uint16_t type = reader.u16();
            const std::uint32_t length = reader.u32();
            end -= trailer_bytes;
            if (type == trailer_stop) return;
            if (length > end - header_.heap())
                return problem("package-outside",
                               fmt::format("What was stapled to `{}` starts outside the file. {}", shown_, get_again));
            end -= length;
            if (type == trailer_ticket) return take_ticket(end, length);
        }
    }

    void take_ticket(std::uint64_t offset, std::uint32_t length) {
        if (length > limits::ticket_bytes)
            return problem("package-too-large", fmt::format("The ticket of `{}` has {} bytes; {} are read at most.",
                                                            shown_, grouped(length), grouped(limits::ticket_bytes)));
        auto ticket = read_exactly(archive_, size_, name_, offset, length);
        if (!ticket) return problem("package-unreadable", ticket.error().message);
        found_.source.ticket = std::move(*ticket);
    }

    const RandomAccess& archive_;
    std::uint64_t size_;
    std::string_view name_;
    std::string shown_;
    Header header_;
    ReadPackage found_;
};

} // namespace

std::string_view slug(XarSignature::Style style) {
    return style == XarSignature::Style::rsa ? "rsa" : "cms";
}

bool looks_like_xar(ByteView start) {
    return as_text(start).starts_with(magic);
}

Result<ReadPackage> read_package_source(const RandomAccess& archive, std::string_view name) {
    return TableReader(archive, name).read();
}

} // namespace nei::source
