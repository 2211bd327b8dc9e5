// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/open_bundle.h"

#include "core/bundle/scan.h"
#include "core/source/open.h"
#include "core/verify/verify.h"

namespace nei::ui {

namespace {

Result<Opened> open(const std::filesystem::path& path, const TaskControl& control, const TakeStructure& structure,
                    const signature::TrustStore& trust, bool example) {
    auto opened = source::open(path, control);
    if (!opened) return std::unexpected(opened.error());
    const std::shared_ptr<const source::FileTree> files = verify::hash_while_read(*std::move(opened));
    const auto roots = std::make_shared<const signature::TrustStore>(trust);
    const auto publish = [&](BundlePointer bundle) { structure({std::move(bundle), files, roots}); };
    auto bundle = bundle::scan(*files, {.trust = trust, .control = control, .example = example, .structure = publish});
    if (!bundle) return std::unexpected(bundle.error());
    return Opened{*std::move(bundle), files, roots};
}

} // namespace

Opener bundle_opener(signature::TrustStore trust) {
    return [trust = std::move(trust)](const std::filesystem::path& path, const TaskControl& control,
                                      const TakeStructure& structure) {
        return open(path, control, structure, trust, false);
    };
}

Opener example_opener(bundle::ExampleLibrary library) {
    return [library = std::move(library)](const std::filesystem::path& path, const TaskControl& control,
                                          const TakeStructure& structure) -> Result<Opened> {
        const auto trust = library.trust(signature::TrustStore::apple());
        if (!trust) return std::unexpected(trust.error());
        return open(path, control, structure, *trust, true);
    };
}

} // namespace nei::ui
