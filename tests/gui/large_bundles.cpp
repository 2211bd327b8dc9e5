// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/large_bundles.h"

#include "tests/forge/spec.h"

#include <fmt/format.h>

namespace nei::test {
namespace {

using forge::Json;

constexpr int small_code = 4'000; ///< bytes; the least that has a page of code

/// What of an item is large, though its code is small.
Json app(int entitlements, int libraries, int resources) {
    Json app{{"name", "Large"}, {"identifier", "com.example.large"}};
    app["executable"] = {{"code_size", small_code}, {"architectures", {"arm64", "x86_64"}}};
    for (int i = 0; i < entitlements; ++i)
        app["entitlements"][fmt::format("com.example.key-{:03}", i)] = {fmt::format("value {}", i), "another"};
    for (int i = 0; i < entitlements; ++i)
        app["info"][fmt::format("ExampleKey{:03}", i)] = {{"first", i}, {"second", {"a", "b", fmt::format("{}", i)}}};
    for (int i = 0; i < libraries; ++i)
        app["executable"]["libraries"].push_back(fmt::format("@rpath/Kit{0:03}.framework/Kit{0:03}", i));
    for (int i = 0; i < resources; ++i) app["resources"][fmt::format("group-{:02}/data-{:05}.txt", i % 40, i)] = "text";
    app["nested"] = Json::array();
    return app;
}

void add(Json& app, const char* kind, int count, const char* name, const Json& more = Json::object()) {
    for (int i = 0; i < count; ++i) {
        Json item{{"name", fmt::format("{}{:03}", name, i)}, {"executable", {{"code_size", small_code}}}};
        item.update(more);
        app["nested"].push_back({{kind, std::move(item)}});
    }
}

} // namespace

std::filesystem::path write_app_of_300_items(const std::filesystem::path& folder) {
    Json large = app(200, 600, 400);
    add(large, "framework", 90, "Kit");
    add(large, "library", 124, "libpart");
    add(large, "executable", 45, "tool");
    add(large, "app-extension", 40, "Extension",
        {{"entitlements", {{"com.apple.developer.associated-domains", {"webcredentials:example.com"}}}}});
    return forge::write_bundle({{"app", std::move(large)}}, folder);
}

std::filesystem::path write_app_of_50000_files(const std::filesystem::path& folder) {
    constexpr int items = 5'000, files = 50'000, sealed = 25'000;
    Json large = app(10, 20, sealed);
    add(large, "library", 1, "libpart");
    forge::Tree tree = forge::forge_tree({{"app", std::move(large)}}).tree;
    const auto& library = tree.file("Large.app/Contents/Frameworks/libpart000.dylib");
    // The same library under other names: whose signature is whose does not matter for how many there are.
    for (int i = 2; i < items; ++i)
        tree.add_file(fmt::format("Large.app/Contents/Frameworks/group-{:02}/libpart{:04}.dylib", i % 40, i), library);
    const auto there = static_cast<int>(tree.entries().size());
    for (int i = there; i < files; ++i)
        tree.add_file(fmt::format("Large.app/Contents/Resources/later-{:02}/more-{:05}.txt", i % 40, i), {});
    tree.write(folder);
    return folder / "Large.app";
}

} // namespace nei::test
