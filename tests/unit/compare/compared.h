// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compare/compare.h"
#include "core/report/compare.h"
#include "core/rules/judge.h"
#include "tests/forge/spec_reader.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Two builds, opened and compared.
namespace nei::compare {

/// A build with all that is known of it.
struct Build {
    std::shared_ptr<const source::FileTree> tree;
    std::shared_ptr<const bundle::Bundle> bundle;
    std::optional<verify::Integrity> integrity;
    rules::Judgement judgement;

    Side side() const { return {*bundle, tree.get(), integrity ? &*integrity : nullptr, &judgement}; }
};

enum class Verified { no, yes };

/// With the forge's roots, judged on a day shortly after the forge's.
Build opened(const std::filesystem::path& path, Verified verified = Verified::no);

struct Compared {
    Build a, b;
    Comparison comparison;

    /// "breaks entitlements com.apple…: removed", a line each of what counts; noise only where asked for.
    std::string lines(bool noise = false) const;
    /// The same of everything, with what each follows from: for failed tests.
    std::string all_lines() const;
    const Difference* find(Aspect aspect, std::string_view key) const;
    report::Compared reported() const { return {*a.bundle, *b.bundle, comparison}; }
};

Compared compared(const std::filesystem::path& a, const std::filesystem::path& b, Verified verified = Verified::no);
/// Forged first. Each spec is a whole one, of a bundle.
Compared compared(const forge::Json& a, const forge::Json& b, Verified verified = Verified::no);
/// The same, each spec starting from `base`: members that differ.
Compared compared_variants(std::string_view base, std::string_view a, std::string_view b,
                           Verified verified = Verified::no);

/// A whole, stapled Developer ID app with a system extension, a framework and resources.
extern const std::string_view release_app;

} // namespace nei::compare
