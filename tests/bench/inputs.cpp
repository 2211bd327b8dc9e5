// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/inputs.h"

#include "tests/forge/certificates.h"
#include "tests/forge/spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <random>

namespace nei::bench {
namespace {

using forge::Json;

/// A kind of nested item and how many of it there are among 300.
struct Share {
    std::string_view kind, name;
    std::size_t among_300;
};

/// What large apps for macOS are made of; the app itself is the 300th.
constexpr std::array mac_shares{Share{"framework", "Fw", 90},    Share{"library", "libitem", 123},
                                Share{"executable", "tool", 45}, Share{"app-extension", "Ext", 24},
                                Share{"xpc-service", "Svc", 12}, Share{"login-item", "Helper", 4},
                                Share{"system-extension", "", 1}};
constexpr std::array ios_shares{Share{"framework", "Fw", 180}, Share{"library", "libitem", 104},
                                Share{"app-extension", "Ext", 15}};

/// A kind of resource: its name ({0} a number, {1} a language), how it starts, its size.
struct ResourceKind {
    std::string_view name, start;
    std::size_t smallest, spread; ///< bytes
};
constexpr std::array resource_kinds{
    ResourceKind{"{1}.lproj/Text{0}.strings", "/* Title */\n", 400, 6'000},
    ResourceKind{"icon-{}.png", "\\x89PNG\r\n\\x1a\n", 900, 16'000},
    ResourceKind{"{1}.lproj/Main{0}.strings", "\\xff\\xfe", 300, 3'000},
    ResourceKind{"view-{}.nib", "bplist00", 1'500, 9'000},
    ResourceKind{"settings-{}.plist", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", 300, 1'500},
    ResourceKind{"data-{}.json", "{\"items\": [", 200, 8'000},
    ResourceKind{"help-{}.html", "<!DOCTYPE html>\n<html>", 700, 7'000},
    ResourceKind{"sound-{}.caf", "caff", 2'000, 12'000},
};
constexpr std::array<std::string_view, 12> languages{"en", "de", "fr", "ja", "es",      "it",
                                                     "nl", "ko", "pl", "sv", "zh-Hans", "pt-BR"};
/// Asset catalogues are few and large.
constexpr ResourceKind catalogue{"Assets-{}.car", "BOMStore", 60'000, 200'000};
constexpr std::size_t resources_per_catalogue = 200;

Json resource(const ResourceKind& kind, std::size_t number) {
    return {{"size", kind.smallest + number * 7919 % kind.spread}, {"start", kind.start}};
}

void add_resource(Json& item, std::size_t number) {
    const bool large = number % resources_per_catalogue == resources_per_catalogue / 2;
    const ResourceKind& kind = large ? catalogue : resource_kinds.at(number % resource_kinds.size());
    item["resources"][fmt::format(fmt::runtime(kind.name), number, languages.at(number / 16 % languages.size()))] =
        resource(kind, number);
}

/// Sizes of items: many small ones, a few large, as a log-normal curve has them. Their sum is `total`.
std::vector<std::uint64_t> code_sizes(std::size_t count, std::uint64_t total) {
    std::mt19937 random(300);
    std::vector<double> weights(count);
    for (double& weight : weights) {
        double normal = -6; // a sum of twelve: the same on every system, unlike std::normal_distribution
        for (int i = 0; i < 12; ++i) normal += static_cast<double>(random()) / 4294967296.0;
        weight = std::exp(1.3 * normal);
    }
    std::ranges::iter_swap(weights.begin(), std::ranges::max_element(weights)); // the app
    double sum = 0;
    for (const double weight : weights) sum += weight;
    std::vector<std::uint64_t> sizes;
    for (const double weight : weights)
        sizes.push_back(static_cast<std::uint64_t>(weight / sum * static_cast<double>(total)));
    return sizes;
}

Json executable(Platform platform, std::uint64_t code_bytes, bool universal) {
    Json architectures = Json::array({"arm64"});
    if (universal && platform == Platform::macos) architectures.push_back("x86_64");
    return {{"code_size", std::max<std::uint64_t>(code_bytes / architectures.size(), 4'000)},
            {"architectures", std::move(architectures)},
            {"compressible", true}};
}

/// What only this kind says.
void add_claims(Json& item, std::string_view kind, Platform platform) {
    if (kind == "system-extension") {
        item["provider"] = "packet-tunnel";
    } else if (kind == "app-extension" && platform == Platform::macos) {
        item["entitlements"] = {{"com.apple.developer.associated-domains", {"webcredentials:example.com"}},
                                {"com.apple.security.network.client", true}};
    } else if (kind == "xpc-service" || kind == "login-item") {
        item["entitlements"] = {{"com.apple.security.app-sandbox", true}};
    }
}

template <std::size_t size>
std::vector<std::pair<std::string_view, Json>> nested_items(const Shape& shape, const std::array<Share, size>& shares) {
    std::vector<std::pair<std::string_view, Json>> items;
    const std::size_t wanted = shape.items - 1;
    for (const Share& share : shares) {
        const std::size_t count = std::max<std::size_t>(1, share.among_300 * wanted / 299);
        for (std::size_t i = 0; i < count && items.size() < wanted; ++i) {
            const std::string name =
                share.name.empty() ? fmt::format("com.example.big.tunnel{}", i) : fmt::format("{}{:04}", share.name, i);
            Json item = share.name.empty() ? Json{{"identifier", name}} : Json{{"name", name}};
            add_claims(item, share.kind, shape.platform);
            items.emplace_back(share.kind, std::move(item));
        }
    }
    for (std::size_t i = 0; items.size() < wanted; ++i)
        items.emplace_back("library", Json{{"name", fmt::format("libmore{:04}", i)}});
    return items;
}

} // namespace

Json spec_of(const Shape& shape) {
    const bool mac = shape.platform == Platform::macos;
    auto nested = mac ? nested_items(shape, mac_shares) : nested_items(shape, ios_shares);
    const std::vector<std::uint64_t> sizes = code_sizes(shape.items, shape.code_bytes);
    Json app{{"name", "Big"}, {"identifier", "com.example.big"}};
    app["executable"] = executable(shape.platform, sizes.front(), true);
    app["signer"] = mac ? "developer-id" : "iphone-distribution";
    if (!mac) app["platform"] = "ios";
    std::vector<std::size_t> folders; ///< nested items that have resources of their own
    for (std::size_t i = 0; i < nested.size(); ++i) {
        nested[i].second["executable"] = executable(shape.platform, sizes[i + 1], i % 4 == 0);
        if (nested[i].first != "library" && nested[i].first != "executable") folders.push_back(i);
    }
    for (std::size_t i = 0; i < shape.other_code; ++i)
        nested[i * nested.size() / shape.other_code].second["executable"]["seed"] = "other";
    // Two of three lie in the app itself, the others are spread over what is in it.
    for (std::size_t i = 0; i < shape.resources; ++i)
        add_resource(i % 3 != 0 || folders.empty() ? app : nested[folders[i % folders.size()]].second, i);
    app["nested"] = Json::array();
    for (auto& [kind, item] : nested) app["nested"].push_back({{kind, std::move(item)}});
    return {{"app", std::move(app)}};
}

Inputs inputs_in(const std::filesystem::path& folder) {
    return {folder / "items-300" / "Big.app",       folder / "items-3000" / "Big.app",       folder / "Phone.ipa",
            folder / "items-300-other" / "Big.app", folder / "items-3000-other" / "Big.app", folder / "roots.pem"};
}

Inputs make_inputs(const std::filesystem::path& folder, Scale scale) {
    const bool full = scale == Scale::full;
    const std::size_t items = full ? 300 : 12;
    const std::uint64_t megabyte = full ? 1'000'000 : 300;
    const Inputs inputs = inputs_in(folder);
    const auto forge = [](const Shape& shape, const std::filesystem::path& made, const std::filesystem::path& out) {
        if (!std::filesystem::exists(made)) forge::write_bundle(spec_of(shape), out);
    };
    Shape app{"app", Platform::macos, items, items * 10, 1'000 * megabyte};
    Shape many{"app", Platform::macos, items * 10, items * 100, 780 * megabyte};
    forge(app, inputs.app, inputs.app.parent_path());
    forge(many, inputs.many_items_app, inputs.many_items_app.parent_path());
    app.other_code = many.other_code = 10;
    forge(app, inputs.other_app, inputs.other_app.parent_path());
    forge(many, inputs.other_many_items_app, inputs.other_many_items_app.parent_path());
    forge({"ipa", Platform::ios, items * 6 / 10, items * 5, 880 * megabyte}, inputs.ipa, inputs.ipa);
    std::ofstream(inputs.roots) << forge::trust_roots_pem();
    return inputs;
}

} // namespace nei::bench
