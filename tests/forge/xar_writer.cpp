// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/xar_writer.h"

#include "tests/forge/byte_writer.h"
#include "tests/forge/cms.h"
#include "tests/forge/spec_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <zlib.h>

namespace nei::forge {
namespace {

/// Apple's tools reserve this much for a CMS signature, whatever it turns out to need.
constexpr std::size_t cms_room = 9'216;

Bytes deflated(ByteView content) {
    uLongf size = compressBound(static_cast<uLong>(content.size()));
    Bytes out(size);
    if (compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(content.data()),
                  static_cast<uLong>(content.size()), Z_BEST_COMPRESSION) != Z_OK)
        throw SpecError("a part of a package cannot be compressed");
    out.resize(size);
    return out;
}

std::string_view style_of(DigestAlgorithm algorithm) {
    switch (algorithm) {
    case DigestAlgorithm::sha1: return "sha1";
    case DigestAlgorithm::sha256: return "sha256";
    case DigestAlgorithm::sha384: return "sha384";
    case DigestAlgorithm::sha512: break;
    }
    return "sha512";
}

/// The number of the checksum's kind in the header (xar.h of Apple).
std::uint32_t header_number(DigestAlgorithm algorithm) {
    switch (algorithm) {
    case DigestAlgorithm::sha1: return 1;
    case DigestAlgorithm::sha256: return 3;
    case DigestAlgorithm::sha384:
    case DigestAlgorithm::sha512: break;
    }
    return 4;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '<')
            out += "&lt;";
        else if (c == '&')
            out += "&amp;";
        else
            out += c;
    }
    return out;
}

class Writer {
public:
    Writer(const std::map<std::string, XarMember>& members, const XarOptions& options)
        : members_(members), options_(options), style_(style_of(options.checksum)) {}

    Xar write() {
        heap_.zeros(digest_size(options_.checksum));
        table_ = fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xar>\n <toc>\n"
                             "  <creation-time>{}</creation-time>\n"
                             "  <checksum style=\"{}\"><offset>0</offset><size>{}</size></checksum>\n",
                             to_rfc3339(options_.date).substr(0, 19),
                             options_.checksum_style.empty() ? style_ : options_.checksum_style, heap_.size());
        if (options_.signed_at) {
            constexpr std::chrono::sys_days start = std::chrono::year(2001) / 1 / 1;
            table_ += fmt::format("  <signature-creation-time>{}.5</signature-creation-time>\n",
                                  (*options_.signed_at - start).count());
        }
        if (options_.signer) add_signatures();
        add_folder("");
        table_ += " </toc>\n</xar>\n";
        return finish();
    }

private:
    void add_signatures() {
        const std::size_t key_bytes = options_.signer->key().sign(options_.checksum, {}).size();
        if (options_.rsa) add_signature("signature", "RSA", rsa_at_, key_bytes);
        if (options_.cms) add_signature("x-signature", "CMS", cms_at_, cms_room);
    }

    void add_signature(std::string_view element, std::string_view style, std::size_t& place, std::size_t size) {
        place = heap_.size();
        table_ += fmt::format("  <{0} style=\"{1}\"><offset>{2}</offset><size>{3}</size>\n"
                              "   <KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data>\n",
                              element, style, place, size);
        for (const Bytes& certificate : options_.signer->certificates()) {
            std::string text = to_base64(certificate);
            constexpr std::size_t line = 72;
            for (std::size_t at = line; at < text.size(); at += line + 1) text.insert(at, "\n");
            table_ += fmt::format("    <X509Certificate>{}</X509Certificate>\n", text);
        }
        table_ += fmt::format("   </X509Data></KeyInfo>\n  </{}>\n", element);
        heap_.zeros(size);
    }

    /// Members whose paths start with `folder`, each folder as an element of its own.
    void add_folder(const std::string& folder) {
        std::string done;
        for (const auto& [path, member] : members_) {
            if (!path.starts_with(folder)) continue;
            const std::string rest = path.substr(folder.size());
            const std::size_t slash = rest.find('/');
            const std::string name = rest.substr(0, slash);
            if (name == done) continue;
            table_ += fmt::format("  <file id=\"{}\"><name>{}</name>", ++id_, escaped(name));
            if (slash == std::string::npos) {
                add_data(member);
            } else {
                done = name;
                table_ += "<type>directory</type><mode>0755</mode>\n";
                add_folder(folder + name + "/");
            }
            table_ += "  </file>\n";
        }
    }

    void add_data(const XarMember& member) {
        const Bytes stored = member.deflated ? deflated(member.content) : member.content;
        table_ += fmt::format(
            "<type>file</type><mode>0644</mode>\n   <data><length>{}</length><offset>{}</offset>"
            "<size>{}</size><encoding style=\"application/{}\"/>"
            "<extracted-checksum style=\"{}\">{}</extracted-checksum>"
            "<archived-checksum style=\"{}\">{}</archived-checksum></data>\n",
            stored.size(), heap_.size(), member.content.size(), member.deflated ? "x-gzip" : "octet-stream", style_,
            to_hex(digest(options_.checksum, member.content)), style_, to_hex(digest(options_.checksum, stored)));
        heap_.bytes(stored);
    }

    void put(Bytes& heap, std::size_t at, Bytes value, bool wrong) const {
        if (wrong) value.at(value.size() / 2) ^= std::byte{1};
        std::ranges::copy(value, heap.begin() + static_cast<std::ptrdiff_t>(at));
    }

    Xar finish() {
        Xar made;
        Bytes packed = deflated(as_bytes(table_));
        made.checksum = digest(options_.checksum, packed);
        Bytes heap = heap_.take();
        put(heap, 0, made.checksum, options_.wrong_checksum);
        if (options_.signer && options_.rsa) {
            const Key& key = options_.signer->key();
            put(heap, rsa_at_,
                options_.checksum_is_digest ? key.sign_digest(options_.checksum, made.checksum)
                                            : key.sign(options_.checksum, made.checksum),
                options_.wrong_rsa);
        }
        if (options_.signer && options_.cms) {
            CmsOptions cms;
            cms.digest = options_.checksum;
            cms.signing_time = options_.date;
            cms.timestamp = options_.timestamp;
            Bytes value = make_cms(cms, *options_.signer, made.checksum);
            if (value.size() > cms_room) throw SpecError("the CMS signature of a package has no room");
            put(heap, cms_at_, std::move(value), false);
            if (options_.wrong_cms) spoil_cms(heap);
        }
        if (options_.table_differs) {
            table_.insert(table_.rfind(" </toc>"), "  <added-after-signing/>\n");
            packed = deflated(as_bytes(table_));
        }
        ByteWriter out;
        out.text("xar!").u16(28).u16(1).u64(packed.size()).u64(table_.size()).u32(header_number(options_.checksum));
        made.bytes = out.bytes(packed).bytes(heap).take();
        return made;
    }

    /// Another digest is signed than that of the checksum.
    void spoil_cms(Bytes& heap) const {
        const Bytes right = digest(options_.checksum, ByteView(heap).first(digest_size(options_.checksum)));
        const auto found = std::ranges::search(heap, right);
        if (found.empty()) throw SpecError("the CMS signature of a package has no digest to spoil");
        found.front() ^= std::byte{1};
    }

    const std::map<std::string, XarMember>& members_;
    const XarOptions& options_;
    std::string_view style_;
    std::string table_;
    ByteWriter heap_;
    std::size_t rsa_at_ = 0, cms_at_ = 0, id_ = 0;
};

ByteWriter trailer(std::uint16_t type, std::size_t length) {
    ByteWriter out(std::endian::little);
    out.text("t8lr").u16(1).u16(type).u32(length).u32(0);
    return out;
}

} // namespace

Xar make_xar(const std::map<std::string, XarMember>& members, const XarOptions& options) {
    return Writer(members, options).write();
}

Bytes ticket_trailers(ByteView ticket) {
    return concatenate({trailer(1, 0).out(), ticket, trailer(2, ticket.size()).out()});
}

} // namespace nei::forge
