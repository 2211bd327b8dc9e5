// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/check.h"
#include "core/report/json_parts.h"
#include "core/report/json_value.h"

namespace nei::rules {

void write(report::JsonWriter& json, const Verdict& verdict) {
    json.object([&] {
        json.member("sentence", verdict.sentence);
        json.member("severity", slug(verdict.state));
    });
}

namespace {

void write_root(report::JsonWriter& json, const bundle::Bundle& bundle, const RootJudgement& root) {
    json.object([&] {
        json.member("distribution", root.distribution ? std::optional(slug(*root.distribution)) : std::nullopt);
        json.member("distribution_from", root.distribution_given ? "given" : "detected");
        json.member("path", bundle.items.at(root.item).path);
        json.array("providers", root.providers, [&](const ProviderJudgement& provider) {
            json.object([&] {
                json.member("item", bundle.items.at(provider.item).path);
                json.member("verdict", provider.verdict);
            });
        });
        json.member("verdict", root.verdict);
    });
}

} // namespace
} // namespace nei::rules

namespace nei::report {

void write(JsonWriter& json, const Accepted& accepted) {
    json.object([&] {
        json.member("reason", or_null(accepted.reason));
        json.member("until", accepted.until);
    });
}

namespace {

void write_finding(JsonWriter& json, const Check& check, const rules::Finding& finding) {
    const Accepted* accepted = check.accepted(finding);
    json.object([&] {
        json.member("accepted", accepted ? std::optional(*accepted) : std::nullopt);
        json.member("architecture", or_null(finding.architecture));
        json.member("facts", finding.facts);
        json.member("fingerprint", rules::fingerprint(finding, check.bundle));
        json.member("fix", finding.fix);
        json.member("follows_from", or_null(finding.follows_from));
        json.member("item", check.bundle.items.at(finding.item).path);
        json.member("rule", finding.rule);
        json.member("severity", slug(finding.severity));
        json.member("sources", finding.sources);
        json.member("title", finding.title);
        json.member("why", finding.why);
    });
}

} // namespace

std::string check_json(const Check& check, JsonLayout layout) {
    JsonWriter json(layout);
    json.object([&] {
        if (check.baseline) {
            json.object("baseline", [&] {
                json.array("unused", check.unused(), [&](const Accepted* entry) { json.text(entry->fingerprint); });
            });
        }
        json.array("findings", check.judgement.findings,
                   [&](const rules::Finding& finding) { write_finding(json, check, finding); });
        json.object("intent", [&] {
            json.member("date", check.intent.date);
            json.member("device", or_null(check.intent.device));
            json.member("macos", or_null(check.intent.macos));
        });
        json.member("not_checked", check.judgement.not_checked);
        json.member("problems", check.bundle.problems);
        json.array("roots", check.judgement.roots,
                   [&](const rules::RootJudgement& root) { rules::write_root(json, check.bundle, root); });
        write_head(json, "check", check.bundle.source);
        json.object("trust", [&] { json.member("given_roots", check.bundle.given_roots); });
        json.member("verdict", check.judgement.verdict);
    });
    return json.take();
}

} // namespace nei::report
