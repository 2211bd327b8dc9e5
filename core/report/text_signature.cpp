// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/report/text_parts.h"
#include "core/report/words.h"

#include <fmt/format.h>

#include <ranges>

namespace nei::report {
namespace {

using signature::CodeDirectory;
using signature::Signature;

/// Facts stand as `Key=value` and are never broken before their value, so that a search for `CDHash=` finds them.
class Facts {
public:
    Facts(Page& page, std::string_view prefix) : page_(page), prefix_(prefix), follow_(prefix_ + "  ") {}

    template <class... Arguments>
    void operator()(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        page_.paragraph(prefix_, follow_, Spans{{fmt::format(format, std::forward<Arguments>(arguments)...)}});
    }

private:
    Page& page_;
    std::string prefix_, follow_;
};

/// Special slots, highest first, as codesign prints them with enough -v.
void slot_lines(Facts& facts, const CodeDirectory& directory) {
    for (const auto& [slot, hash] : std::views::reverse(directory.special_slot_hashes))
        facts("{:>6}={}  {}", -static_cast<std::int64_t>(slot), to_hex(hash), signature::slot_name(slot));
}

void directory_lines(Facts& facts, const CodeDirectory& directory, std::string_view location) {
    const std::string hash = signature::hash_type_name(directory.hash_type);
    facts("Identifier={}", directory.identifier);
    facts("CodeDirectory v={:x} size={} flags={} hashes={}+{} location={}", directory.version, directory.length,
          flags_words(directory.flags), directory.code_slots, directory.special_slots, location);
    facts("Hash type={} size={}", hash, directory.hash_size);
    slot_lines(facts, directory);
    if (!directory.cdhash_full.empty()) facts("CandidateCDHashFull {}={}", hash, to_hex(directory.cdhash_full));
    if (directory.exec_seg_base) facts("Executable Segment base={}", *directory.exec_seg_base);
    if (directory.exec_seg_limit) facts("Executable Segment limit={}", *directory.exec_seg_limit);
    if (directory.exec_seg_flags) {
        std::string names;
        for (const std::string& name : signature::exec_seg_flag_names(*directory.exec_seg_flags))
            names += (names.empty() ? "" : ",") + name;
        facts("Executable Segment flags=0x{:x}{}", *directory.exec_seg_flags,
              names.empty() ? "" : fmt::format("({})", names));
    }
    if (directory.page_size == 0)
        facts("Page size=none");
    else
        facts("Page size={}", directory.page_size);
    if (!directory.cdhash_full.empty()) facts("CDHash={}", to_hex(directory.cdhash()));
    facts("TeamIdentifier={}", directory.team_id.value_or("not set"));
    if (directory.runtime_version && *directory.runtime_version != 0)
        facts("Runtime Version={}", signature::runtime_version_text(*directory.runtime_version));
}

void signer_lines(Facts& facts, const Signature& signature) {
    if (signature.cms_size == 0 && !signature.signer) {
        facts("Signature=adhoc");
        return;
    }
    facts("Signature size={}", signature.cms_size);
    for (const signature::CertificatePointer& certificate : signature.certificates)
        if (certificate) {
            facts("Authority={}", certificate->common_name.empty() ? certificate->subject : certificate->common_name);
            facts("  valid {} to {}, SHA-1 {}", day_of(certificate->not_before), day_of(certificate->not_after),
                  certificate->sha1);
        }
    if (signature.certificates.empty()) facts("Authority=(unavailable)");
    if (signature.signing_time) facts("Signed Time={}", to_display(*signature.signing_time));
    if (signature.timestamp)
        facts("Timestamp={}{}", to_display(*signature.timestamp),
              signature.timestamp_authority.empty() ? "" : "  by " + signature.timestamp_authority);
}

void constraint_lines(Page& page, std::string_view prefix, std::string_view title,
                      const std::optional<plist::Value>& value) {
    if (!value) return;
    page.paragraph(prefix, prefix, Spans{{std::string(title), Tint::strong}});
    value_lines(page, std::string(prefix) + "  ", *value);
}

void entitlement_details(Page& page, std::string_view prefix, const signature::Entitlements& entitlements) {
    const std::string inner = std::string(prefix) + "  ";
    const auto form = [&](std::string title, const std::optional<plist::Value>& value) {
        if (!value) return;
        if (value->dictionary() && value->dictionary()->empty()) title += ": empty";
        page.paragraph(prefix, prefix, Spans{{std::move(title), Tint::strong}});
        value_lines(page, inner, *value);
    };
    if (entitlements.xml && entitlements.der && entitlements.agree())
        form("Entitlements, XML and DER alike", entitlements.xml);
    else {
        form("Entitlements, XML", entitlements.xml);
        form("Entitlements, DER", entitlements.der);
    }
    if (entitlements.xml_trailing_text)
        page.paragraph(inner, inner, Spans{{"The XML has text after </plist>; macOS ignores it.", Tint::faint}});
}

} // namespace

void signature_details(Page& page, std::string_view prefix, const Signature& signature, std::string_view location) {
    Facts facts(page, prefix);
    for (const CodeDirectory& directory : signature.code_directories) directory_lines(facts, directory, location);
    signer_lines(facts, signature);
    if (const auto& requirement = signature.designated_requirement)
        facts("{}designated => {}", requirement->is_explicit ? "" : "# ", requirement->text);
    for (const signature::RequirementSetEntry& entry : signature.requirements)
        if (entry.type != static_cast<std::uint32_t>(signature::RequirementType::designated))
            facts("{} => {}", signature::requirement_type_text(entry.type), entry.text);
    if (signature.entitlements) entitlement_details(page, prefix, *signature.entitlements);
    constraint_lines(page, prefix, "Launch constraint on itself", signature.constraints.self);
    constraint_lines(page, prefix, "Launch constraint on its parent", signature.constraints.parent);
    constraint_lines(page, prefix, "Launch constraint on the responsible process", signature.constraints.responsible);
    constraint_lines(page, prefix, "Library constraint", signature.constraints.library);
}

} // namespace nei::report
