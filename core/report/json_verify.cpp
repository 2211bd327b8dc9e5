// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_parts.h"
#include "core/report/verify.h"

namespace nei::verify {
namespace {

using report::JsonWriter;
using report::or_null;

std::optional<bool> known(const std::optional<Truth>& truth) {
    if (!truth || *truth == Truth::unknown) return std::nullopt;
    return *truth == Truth::yes;
}

} // namespace

void write(JsonWriter& json, const VerifyError& error) {
    const FailureText failure = describe(error.failure);
    json.object([&] {
        json.member("code", failure.code);
        json.member("detail", or_null(error.detail));
        json.member("file", or_null(error.file));
        json.member("name", failure.name);
        json.member("slot", error.slot);
        json.member("text", failure.text);
    });
}

void write(JsonWriter& json, const NotChecked& not_checked) {
    json.object([&] {
        json.member("what", not_checked.what);
        json.member("why", not_checked.why);
    });
}

namespace {

void write_slice(JsonWriter& json, const bundle::Bundle& bundle, const SliceIntegrity& slice) {
    const bundle::CodeItem& item = bundle.items.at(slice.item);
    json.object([&] {
        json.member("architecture",
                    slice.slice ? or_null(item.slices.at(*slice.slice).code.architecture) : std::nullopt);
        json.member("chain", slug(slice.chain));
        json.member("designated_requirement_satisfied", known(slice.designated_requirement_satisfied));
        json.member("errors", slice.errors);
        json.member("intact", slice.intact);
        json.member("item", item.path);
        json.member("signed_at", slice.signed_at);
        json.member("ticket", slug(slice.ticket));
        json.member("timestamp_trusted", slice.timestamp_trusted);
        json.member("valid", slice.valid);
    });
}

} // namespace
} // namespace nei::verify

namespace nei::report {

std::string verify_json(const bundle::Bundle& bundle, const verify::Integrity& integrity, JsonLayout layout) {
    JsonWriter json(layout);
    json.object([&] {
        json.member("codesign_valid", integrity.codesign_valid);
        json.member("integrity_valid", integrity.integrity_valid);
        json.member("not_checked", integrity.not_checked);
        json.member("problems", bundle.problems);
        json.array("results", integrity.slices,
                   [&](const verify::SliceIntegrity& slice) { verify::write_slice(json, bundle, slice); });
        json.array("roots", integrity.roots, [&](const verify::RootIntegrity& root) {
            json.object([&] {
                json.member("codesign_valid", root.codesign_valid);
                json.member("errors", root.errors);
                json.member("item", bundle.items.at(root.item).path);
            });
        });
        write_head(json, "verify", bundle.source);
        json.object("trust", [&] { json.member("given_roots", bundle.given_roots); });
        json.member("valid", integrity.valid);
    });
    return json.take();
}

} // namespace nei::report
