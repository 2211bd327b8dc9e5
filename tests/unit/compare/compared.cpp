// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/compare/compared.h"

#include "core/bundle/scan.h"
#include "core/source/open.h"
#include "core/verify/verify.h"
#include "tests/forge/certificates.h"
#include "tests/forge/spec.h"
#include "tests/unit/support/corpus.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace nei::compare {
namespace {

using forge::Json;

template <class T>
T value_of(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return *std::move(result);
}

/// Where a spec lies that was forged into `folder`: the folder around a bundle, so that paths start with its name.
std::filesystem::path forged(const Json& spec, const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    forge::write_bundle(spec, folder / "out");
    return folder / "out";
}

std::string line_of(const Difference& difference) {
    return fmt::format("{} {} {}{}: {}\n", slug(difference.kind), slug(difference.aspect), difference.key,
                       difference.architecture ? " " + *difference.architecture : "", slug(difference.change));
}

} // namespace

const std::string_view release_app = R"({"app": {
    "identifier": "com.example.fernway", "version": "2.5", "build": "391",
    "executable": {"code_size": 20000, "architectures": ["arm64", "x86_64"]},
    "resources": {"Servers.json": "[1]", "Help.txt": "Ask Robin."},
    "nested": [
        {"system-extension": {"identifier": "com.example.fernway.tunnel", "provider": "packet-tunnel"}},
        {"framework": {"name": "FernwayKit"}}]}})";

Build opened(const std::filesystem::path& path, Verified verified) {
    signature::TrustStore trust = signature::TrustStore::apple();
    if (!trust.add_given(as_bytes(forge::trust_roots_pem()))) throw std::runtime_error("no forged roots");
    Build build;
    build.tree = value_of(source::open(path));
    build.bundle = value_of(bundle::scan(*build.tree, {.trust = trust, .control = {}}));
    if (verified == Verified::yes)
        build.integrity = value_of(verify::verify(*build.tree, *build.bundle, {.trust = trust, .control = {}}));
    const auto names = value_of(rules::read_code_names(*build.tree, *build.bundle));
    rules::Intent intent;
    intent.date = *from_rfc3339("2026-06-01");
    build.judgement = rules::judge({*build.bundle, build.integrity ? &*build.integrity : nullptr, &names}, intent);
    return build;
}

std::string Compared::lines(bool noise) const {
    std::string text;
    for (const Difference& difference : comparison.differences)
        if (!difference.cause && (noise || difference.kind != Class::noise)) text += line_of(difference);
    return text;
}

std::string Compared::all_lines() const {
    std::string text = comparison.pair.sentence + "\n";
    for (const Difference& difference : comparison.differences) {
        text += line_of(difference);
        if (difference.cause) text += fmt::format("    <- {}", line_of(comparison.differences.at(*difference.cause)));
    }
    return text;
}

const Difference* Compared::find(Aspect aspect, std::string_view key) const {
    const auto found = std::ranges::find_if(
        comparison.differences, [&](const Difference& each) { return each.aspect == aspect && each.key == key; });
    return found == comparison.differences.end() ? nullptr : &*found;
}

Compared compared(const std::filesystem::path& a, const std::filesystem::path& b, Verified verified) {
    Compared result{opened(a, verified), opened(b, verified), {}};
    result.comparison = value_of(compare(result.a.side(), result.b.side()));
    return result;
}

Compared compared(const Json& a, const Json& b, Verified verified) {
    const test::TemporaryFolder folder;
    return compared(forged(a, folder.path() / "a"), forged(b, folder.path() / "b"), verified);
}

Compared compared_variants(std::string_view base, std::string_view a, std::string_view b, Verified verified) {
    const auto variant = [&](std::string_view members) {
        Json spec = Json::parse(members);
        spec["base"] = Json::parse(base);
        return spec;
    };
    return compared(variant(a), variant(b), verified);
}

} // namespace nei::compare
