// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/rules/judged.h"

#include "core/bundle/scan.h"
#include "core/rules/rule.h"
#include "core/source/open.h"
#include "core/verify/verify.h"
#include "tests/forge/certificates.h"
#include "tests/forge/spec.h"
#include "tests/unit/support/corpus.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace nei::test {

using forge::Json;

bool Judged::says(std::string_view rule) const {
    return find(rule) != nullptr;
}

const rules::Finding* Judged::find(std::string_view rule) const {
    const auto found = std::ranges::find(judgement.findings, rule, &rules::Finding::rule);
    return found == judgement.findings.end() ? nullptr : &*found;
}

std::string Judged::lines() const {
    std::string text = judgement.verdict.sentence + "\n";
    for (const rules::Finding& finding : judgement.findings)
        text += fmt::format("  {} {}{} ({}): {}\n", rules::slug(finding.severity), finding.rule,
                            finding.follows_from ? " <- " + *finding.follows_from : "",
                            bundle->items[finding.item].path, finding.title);
    return text;
}

std::string Judged::blockers() const {
    std::string text;
    for (const rules::Finding& finding : judgement.findings)
        if (finding.severity == rules::Severity::blocker)
            text += fmt::format("{} ({}): {}\n", finding.rule, bundle->items[finding.item].path, finding.title);
    return text;
}

rules::Intent intent_of(const Json& members) {
    rules::Intent intent;
    intent.date = *from_rfc3339(members.value("date", "2026-06-01"));
    if (members.contains("for")) {
        intent.distribution = rules::distribution_from(members["for"].get<std::string>());
        EXPECT_TRUE(intent.distribution) << members["for"];
    }
    if (members.contains("device")) intent.device = members["device"].get<std::string>();
    if (members.contains("macos")) intent.macos = members["macos"].get<std::string>();
    return intent;
}

namespace {

/// All rules but the one that is to be missed: switch_off_each_rule.py here.
std::vector<rules::Rule> rules_in_force() {
    std::vector<rules::Rule> all = rules::all_rules();
    const char* without = std::getenv("NEI_WITHOUT_RULE");
    if (without && std::erase_if(all, [&](const rules::Rule& rule) { return rule.id == without; }) != 1)
        throw std::runtime_error(fmt::format("NEI_WITHOUT_RULE: {} is no rule", without));
    return all;
}

} // namespace

Judged judged_file(const std::filesystem::path& path, const rules::Intent& intent, bool trust_forged) {
    signature::TrustStore trust = signature::TrustStore::apple();
    if (trust_forged) (void)trust.add_given(as_bytes(forge::trust_roots_pem()));
    const auto tree = source::open(path);
    if (!tree) throw std::runtime_error(tree.error().message);
    const auto bundle = bundle::scan(**tree, {.trust = trust, .control = {}});
    if (!bundle) throw std::runtime_error(bundle.error().message);
    Judged result;
    result.bundle = *bundle;
    auto integrity = verify::verify(**tree, **bundle, {.trust = trust, .control = {}});
    auto names = rules::read_code_names(**tree, **bundle);
    if (!integrity || !names) throw std::runtime_error("the source cannot be read");
    result.integrity = *std::move(integrity);
    result.names = *std::move(names);
    result.judgement = rules::judge_by(rules_in_force(), {*result.bundle, &result.integrity, &result.names}, intent);
    return result;
}

Judged judged(const Json& spec, const rules::Intent& intent) {
    const TemporaryFolder folder;
    const auto path = forge::write_bundle(spec, folder.path() / "out");
    // The folder around the bundle is opened, so that paths start with the bundle's name.
    return judged_file(path.has_extension() && path != folder.path() / "out" ? path.parent_path() : path, intent, true);
}

namespace {

std::string with_comma(std::string_view members) {
    return members.empty() ? std::string() : fmt::format(", {}", members);
}

} // namespace

std::string system_extension_app(std::string_view extension, std::string_view app, std::string_view top) {
    return fmt::format(R"({{"app": {{"nested": [{{"system-extension": {{"identifier": "com.example.fernway.tunnel",
        "provider": "packet-tunnel"{}}}}}]{}}}{}}})",
                       with_comma(extension), with_comma(app), with_comma(top));
}

std::string app_extension_app(std::string_view extension, std::string_view app, std::string_view top) {
    return fmt::format(R"({{"app": {{"signer": "development", "nested": [{{"app-extension": {{"name": "Tunnel",
        "provider": "packet-tunnel"{}}}}}]{}}}{}}})",
                       with_comma(extension), with_comma(app), with_comma(top));
}

} // namespace nei::test
