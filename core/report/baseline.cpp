// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/baseline.h"

#include "core/base/limits.h"
#include "core/report/json_writer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace nei::report {
namespace {

using Json = nlohmann::json;

constexpr std::string_view schema = "neinspect/baseline/1";

std::unexpected<Error> broken(const std::filesystem::path& file, std::string_view what) {
    return fail(ErrorCode::malformed, fmt::format("The baseline {} cannot be used: {}.", file.string(), what));
}

/// The text of a member; nothing where there is none or it is no text.
std::optional<std::string> text_of(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? std::optional(found->get<std::string>()) : std::nullopt;
}

Result<Accepted> read_entry(const std::filesystem::path& file, const Json& entry, std::size_t number) {
    const auto wrong = [&](std::string_view what) { return broken(file, fmt::format("entry {} {}", number, what)); };
    if (!entry.is_object()) return wrong("is no object");
    const auto fingerprint = text_of(entry, "fingerprint");
    if (!fingerprint || fingerprint->empty()) return wrong("has no fingerprint");
    Accepted accepted{*fingerprint, text_of(entry, "title").value_or(""), text_of(entry, "reason").value_or("")};
    const auto until = entry.find("until");
    if (until == entry.end() || until->is_null()) return accepted;
    accepted.until = until->is_string() ? from_rfc3339(until->get<std::string>()) : std::nullopt;
    if (!accepted.until) return wrong("has an `until` that is no date such as 2026-11-21");
    return accepted;
}

} // namespace

const Accepted* Baseline::find(std::string_view fingerprint, Timestamp moment) const {
    const auto found = std::ranges::find(accepted, fingerprint, &Accepted::fingerprint);
    if (found == accepted.end() || (found->until && moment >= *found->until)) return nullptr;
    return &*found;
}

Result<Baseline> read_baseline(const std::filesystem::path& file) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    std::ifstream stream(file, std::ios::binary);
    if (error || !stream)
        return fail(ErrorCode::read_failed, fmt::format("The baseline {} cannot be read.", file.string()));
    if (size > limits::plist_bytes) return broken(file, "it is too large");
    const Json document = Json::parse(stream, nullptr, false);
    if (document.is_discarded()) return broken(file, "it is not JSON");
    if (!document.is_object() || text_of(document, "schema") != schema)
        return broken(file, fmt::format("its schema is not {}", schema));
    const auto entries = document.find("accepted");
    if (entries == document.end() || !entries->is_array()) return broken(file, "it has no list `accepted`");
    Baseline baseline;
    for (const Json& entry : *entries) {
        auto accepted = read_entry(file, entry, baseline.accepted.size() + 1);
        if (!accepted) return std::unexpected(accepted.error());
        baseline.accepted.push_back(*std::move(accepted));
    }
    return baseline;
}

std::vector<Accepted> to_accept(const bundle::Bundle& bundle, const rules::Judgement& judgement) {
    std::vector<Accepted> all;
    for (const rules::Finding& finding : judgement.findings)
        all.push_back({rules::fingerprint(finding, bundle), finding.title, ""});
    return all;
}

std::string baseline_json(const std::vector<Accepted>& present, const Baseline& previous) {
    std::vector<Accepted> all = present;
    std::ranges::stable_sort(all, {}, &Accepted::fingerprint);
    const auto rest = std::ranges::unique(all, {}, &Accepted::fingerprint);
    all.erase(rest.begin(), rest.end());
    for (Accepted& entry : all)
        if (const auto known = std::ranges::find(previous.accepted, entry.fingerprint, &Accepted::fingerprint);
            known != previous.accepted.end()) {
            entry.reason = known->reason;
            entry.until = known->until;
        }
    JsonWriter json(JsonLayout::indented);
    json.object([&] {
        json.array("accepted", all, [&](const Accepted& entry) {
            json.object([&] {
                json.member("fingerprint", entry.fingerprint);
                json.member("reason", entry.reason);
                json.member("title", entry.title);
                if (entry.until) json.member("until", to_rfc3339(*entry.until));
            });
        });
        json.member("schema", schema);
    });
    return json.take();
}

} // namespace nei::report
