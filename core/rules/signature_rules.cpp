// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/rule.h"
#include "core/rules/sources.h"

#include <algorithm>
#include <map>

namespace nei::rules {
namespace {

using bundle::ItemKind;
using verify::Failure;

bool is_code(const ItemFacts& item) {
    return !item.item->slices.empty() && !item.is(ItemKind::debug_symbols) && !item.is(ItemKind::object);
}

void not_signed(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        // The Simulator runs unsigned code, and providers never run there anyway.
        if (!is_code(item) || item.simulator) continue;
        std::vector<std::string> without;
        for (const bundle::CodeSlice& slice : item.item->slices)
            if (!slice.signature && !slice.has_unreadable_signature()) without.push_back(slice.code.architecture);
        if (without.empty()) continue;
        const bool all = without.size() == item.item->slices.size();
        Draft& draft = report.add(item, all ? fmt::format("{} is not signed.", facts.name(item))
                                            : fmt::format("The {} code of {} is not signed, its other code is.",
                                                          listed(without), facts.name(item)));
        if (without.size() == 1 && !all) draft.finding.architecture = without.front();
        draft.finding.facts = facts_of({{"architectures", array_of(without)}});
        // Macs with Apple silicon refuse unsigned code of their own; Intel code without restricted claims runs.
        const bool intel_only = std::ranges::all_of(
            without, [](const std::string& name) { return name.starts_with("x86_64") || name == "i386"; });
        if (intel_only && item.mac) draft.finding.severity = Severity::warning;
    }
}

bool is_seal_failure(Failure failure) {
    switch (failure) {
    case Failure::resource_directory_failed:
    case Failure::resources_invalid:
    case Failure::resources_not_found:
    case Failure::bad_resource:
    case Failure::weak_resource_rules:
    case Failure::weak_resource_envelope:
    case Failure::unsealed_framework_root:
    case Failure::unsealed_app_root:
    case Failure::invalid_symlink:
    case Failure::ds_store_symlink:
    case Failure::bad_framework_version: return true;
    default: return false;
    }
}

/// What another rule says better, or what is said of the item inside.
bool is_said_elsewhere(Failure failure) {
    return failure == Failure::unsigned_code || failure == Failure::bad_nested_code ||
           failure == Failure::unsigned_nested_code || failure == Failure::not_trusted;
}

void signature_invalid(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        const auto unreadable = std::ranges::find_if(
            item.item->slices, [](const bundle::CodeSlice& slice) { return slice.has_unreadable_signature(); });
        if (unreadable != item.item->slices.end()) {
            Draft& draft = report.add(item, fmt::format("The signature of {} cannot be read.", facts.name(item)));
            draft.finding.architecture = unreadable->code.architecture;
            continue;
        }
        if (!facts.integrity()) continue;
        for (const verify::VerifyError& error : facts.integrity()->errors_of(item.index)) {
            if (is_seal_failure(error.failure) || is_said_elsewhere(error.failure)) continue;
            const std::string_view text = verify::describe(error.failure).text;
            const std::string detail = error.detail.empty() ? std::string(text) : error.detail;
            Draft& draft = report.add(
                item, fmt::format("The signature of {} is not valid: {}.", facts.name(item), detail), error.file);
            draft.finding.facts = facts_of({{"error", std::string(verify::describe(error.failure).name)},
                                            {"file", error.file},
                                            {"detail", error.detail}});
            break; // the first is enough: all have one cure
        }
    }
}

void seal_broken(const Facts& facts, Report& report) {
    if (!facts.integrity()) return;
    for (const ItemFacts& item : facts.items()) {
        std::vector<std::string> files;
        std::string detail;
        bool only_missing = true, stapled_inside = false;
        for (const verify::VerifyError& error : facts.integrity()->errors_of(item.index)) {
            if (!is_seal_failure(error.failure)) continue;
            if (detail.empty())
                detail = error.detail.empty() ? std::string(verify::describe(error.failure).text) : error.detail;
            if (!error.file.empty()) files.push_back(error.file);
            only_missing = only_missing && error.detail == "file missing";
            stapled_inside = stapled_inside || (error.detail == "file added" &&
                                                error.file.ends_with(".systemextension/Contents/CodeResources"));
        }
        if (detail.empty()) continue;
        const std::string first = files.empty() ? std::string() : files.front();
        const std::string_view inside = first.starts_with(item.item->path + "/")
                                            ? std::string_view(first).substr(item.item->path.size() + 1)
                                            : std::string_view(first);
        const std::string more = files.size() > 1 ? fmt::format(" and {} more", files.size() - 1) : "";
        Draft& draft =
            report.add(item,
                       inside.empty() ? fmt::format("The seal of {} is broken: {}.", facts.name(item), detail)
                                      : fmt::format("{} was changed after it was signed: {} ({}){}.", facts.name(item),
                                                    inside, detail, more),
                       std::string(inside));
        if (files.size() > 20) files.resize(20);
        draft.finding.facts = facts_of({{"files", array_of(files)}, {"detail", detail}});
        if (stapled_inside) {
            draft.finding.why = "The system extension was stapled after the app around it was signed: the ticket is a "
                                "file that the app's seal does not know.";
            draft.finding.fix = "Staple only the app. Its ticket covers the system extension as well.";
        } else if (item.is(ItemKind::framework) && only_missing) {
            // Xcode takes headers out of frameworks when it embeds them; normal products are like this.
            draft.finding.severity = Severity::note;
            draft.finding.why = "Xcode removes headers and modules from frameworks that it embeds, so that their own "
                                "seal no longer fits. macOS looks at the seal of the app around them.";
        }
    }
}

void chain_not_trusted(const Facts& facts, Report& report) {
    if (!facts.integrity()) return;
    for (const ItemFacts& item : facts.items()) {
        if (!item.runs()) continue;
        const auto errors = facts.integrity()->errors_of(item.index);
        if (std::ranges::none_of(errors, [](const auto& error) { return error.failure == Failure::not_trusted; }))
            continue;
        const std::string signer = item.signature && item.signature->signer ? item.signature->signer->common_name : "";
        Draft& draft = report.add(item, fmt::format("{} is signed by a certificate that does not lead to Apple{}.",
                                                    facts.name(item), signer.empty() ? "" : ": " + signer));
        draft.finding.facts = facts_of({{"signer", signer}});
        // Without restricted claims macOS starts code of any signer that the user allows.
        if (item.mac && item.restricted_claims().empty()) draft.finding.severity = Severity::warning;
    }
}

void ad_hoc_with_restricted(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.ad_hoc() || item.simulator) continue;
        const std::vector<std::string> claims = item.restricted_claims();
        if (claims.empty()) continue;
        report
            .add(item, fmt::format("{} is signed ad hoc and claims {}, which only a provisioning profile can allow.",
                                   facts.name(item), listed(claims)))
            .finding.facts = facts_of({{"claimed", array_of(claims)}});
    }
}

void certificate_expired(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.signature || !item.signature->signer || !item.runs() || item.store_signed()) continue;
        const signature::Certificate& leaf = *item.signature->signer;
        if (leaf.not_after >= facts.intent().date) continue;
        // A time stamp from before the end proves that the certificate was valid when it signed.
        const auto stamped = item.signature->timestamp;
        if (stamped && *stamped >= leaf.not_before && *stamped <= leaf.not_after) continue;
        report
            .add(item, fmt::format("The certificate that signed {} expired on {}.", facts.name(item),
                                   to_rfc3339(leaf.not_after).substr(0, 10)))
            .finding.facts = facts_of({{"certificate", leaf.common_name}, {"expired", leaf.not_after}});
    }
}

void signing_identifier(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        if (!item.signature || !item.item->bundle_identifier || item.signature->identifier.empty()) continue;
        if (item.signature->identifier == *item.item->bundle_identifier || item.restricted_claims().empty()) continue;
        report
            .add(item, fmt::format("{} is signed as {}, but its bundle identifier is {}.", facts.name(item),
                                   item.signature->identifier, *item.item->bundle_identifier))
            .finding.facts = facts_of(
            {{"signing_identifier", item.signature->identifier}, {"bundle_identifier", *item.item->bundle_identifier}});
    }
}

void duplicate_identifier(const Facts& facts, Report& report) {
    std::map<std::pair<std::size_t, std::string_view>, const ItemFacts*> first;
    for (const ItemFacts& item : facts.items()) {
        if (!item.signature || item.signature->identifier.empty() || item.restricted_claims().empty()) continue;
        const auto [known, added] =
            first.emplace(std::pair(item.root, std::string_view(item.signature->identifier)), &item);
        if (added) continue;
        report
            .add(item,
                 fmt::format("{} and {} are both signed as {}.", facts.name(*known->second), facts.name(item),
                             item.signature->identifier),
                 item.signature->identifier)
            .finding.facts =
            facts_of({{"signing_identifier", item.signature->identifier}, {"other", known->second->item->path}});
    }
}

void slices_differ(const Facts& facts, Report& report) {
    for (const ItemFacts& item : facts.items()) {
        const bundle::CodeSlice* main = item.item->main_slice();
        if (!main || !main->signature || !item.runs()) continue;
        const signature::Signature& one = *main->signature;
        for (const bundle::CodeSlice& slice : item.item->slices) {
            if (!slice.signature || &slice == main) continue;
            const signature::Signature& other = *slice.signature;
            std::vector<std::string> what;
            if (one.identifier != other.identifier) what.emplace_back("signing identifier");
            if (one.team_id != other.team_id) what.emplace_back("team");
            const plist::Value nothing;
            const auto claims = [&](const signature::Signature& of) -> const plist::Value& {
                return of.entitlements ? of.entitlements->effective() : nothing;
            };
            if (claims(one) != claims(other)) what.emplace_back("entitlements");
            const auto flags = [](const signature::Signature& of) {
                return of.code_directories.empty() ? 0U : of.code_directories.front().flags;
            };
            if (flags(one) != flags(other)) what.emplace_back("flags");
            if (what.empty()) continue;
            Draft& draft =
                report.add(item, fmt::format("The {} and {} code of {} differ in {}.", main->code.architecture,
                                             slice.code.architecture, facts.name(item), listed(what)));
            draft.finding.architecture = slice.code.architecture;
            draft.finding.facts = facts_of({{"differ", array_of(what)}});
        }
    }
}

} // namespace

std::vector<Rule> signature_rules() {
    return {
        {.id = "not-signed",
         .severity = Severity::blocker,
         .stage = Stage::signature,
         .title = "A code item has no signature.",
         .clause = "it is not signed",
         .why = "Macs with Apple silicon, and all iPhones and iPads, start only signed code; a system extension has to "
                "be signed everywhere, and one unsigned slice makes the whole file count as unsigned.",
         .fix = "Sign everything in the bundle, from the inside out, and each item by itself: not with --deep.",
         .sources = {sources::trusted_execution},
         .causes = {"executable-truncated"},
         .check = not_signed},
        {.id = "signature-invalid",
         .severity = Severity::blocker,
         .stage = Stage::signature,
         .title = "A signature does not verify: the code or the signature was changed.",
         .clause = "its signature is not valid",
         .why = "The kernel compares code and signature while it loads them, and ends a process where they differ.",
         .fix =
             "Sign again as the last step of the build, and change nothing afterwards: no strip, no install_name_tool, "
             "no edit of Info.plist.",
         .sources = {sources::hashes, sources::trusted_execution},
         .causes = {"executable-truncated"},
         .check = signature_invalid},
        {.id = "seal-broken",
         .severity = Severity::blocker,
         .stage = Stage::signature,
         .title = "Files were added, changed or removed after the resource seal was made.",
         .clause = "files in it were changed after signing",
         .why = "The seal lists every file of the bundle with its hash. Gatekeeper and the installation of system "
                "extensions compare them all and refuse a bundle that differs.",
         .fix = "Put every file in place first, and sign last.",
         .sources = {sources::hashes},
         .causes = {},
         .check = seal_broken},
        {.id = "certificate-not-from-apple",
         .severity = Severity::blocker,
         .stage = Stage::signature,
         .title = "The signing certificate does not lead to one of Apple's roots.",
         .clause = "its certificate is not Apple's",
         .why =
             "Restricted entitlements, and everything on iOS, need a certificate that Apple issued; with another the "
             "signature may be intact, and the system still refuses the code.",
         .fix = "Sign with an Apple Development, Apple Distribution or Developer ID Application certificate.",
         .sources = {sources::profiles},
         .causes = {},
         .check = chain_not_trusted},
        {.id = "ad-hoc-with-restricted-entitlements",
         .severity = Severity::blocker,
         .stage = Stage::signature,
         .title = "Ad hoc signed code claims restricted entitlements.",
         .clause = "it is signed ad hoc and claims restricted entitlements",
         .why = "A profile allows entitlements to certificates. Ad hoc code has none, so no profile can ever fit, and "
                "the process is killed as it starts (AMFI, error -424 or -413).",
         .fix = "Sign with a certificate of your team and embed a profile for it, or do not claim these entitlements.",
         .sources = {sources::profiles},
         .causes = {},
         .check = ad_hoc_with_restricted},
        {.id = "certificate-expired",
         .severity = Severity::warning,
         .stage = Stage::profile,
         .title = "The signing certificate has expired.",
         .clause = "its certificate has expired",
         .why = "Without a trusted time stamp from before that day nobody can tell that the signature is older. New "
                "installations may be refused, and a development build no longer fits its profile.",
         .fix = "Renew the certificate and sign again; for Developer ID with --timestamp.",
         .sources = {"https://developer.apple.com/support/certificates/"},
         .causes = {},
         .check = certificate_expired},
        {.id = "signing-identifier-not-bundle-id",
         .severity = Severity::warning,
         .stage = Stage::delivery,
         .title = "The code signing identifier differs from the bundle ID.",
         .clause = "it is signed under another identifier",
         .why = "Profiles, requirements and the system's databases know code by its signing identifier. TestFlight and "
                "others look for the bundle identifier.",
         .fix = "Sign without --identifier, so that codesign takes the bundle identifier, or correct the identifier.",
         .sources = {sources::testflight_extension},
         .causes = {},
         .check = signing_identifier},
        {.id = "duplicate-signing-identifier",
         .severity = Severity::warning,
         .stage = Stage::delivery,
         .title = "Several code items of one app share one code signing identifier.",
         .clause = "it shares its signing identifier with other code",
         .why = "Whatever knows code by its identifier takes one for the other; TestFlight has been confused by it.",
         .fix = "Give each item a bundle identifier of its own and sign it with that.",
         .sources = {sources::testflight_extension, sources::requirements},
         .causes = {},
         .check = duplicate_identifier},
        {.id = "slices-differ",
         .severity = Severity::warning,
         .stage = Stage::delivery,
         .title = "The architectures of one executable differ in entitlements, identifiers or flags.",
         .clause = "its architectures are signed differently",
         .why = "Each Mac runs one of them, so the same build behaves in two ways.",
         .fix = "Make the universal file first (lipo), and sign it once.",
         .sources = {sources::hashes},
         .causes = {},
         .check = slices_differ},
    };
}

} // namespace nei::rules
