// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/open_bundle.h"

#include "core/bundle/scan.h"
#include "core/source/open.h"

namespace nei::ui {

Opener bundle_opener(signature::TrustStore trust) {
    return [trust = std::move(trust)](const std::filesystem::path& path, const TaskControl& control,
                                      const TakeStructure& structure) -> Result<Opened> {
        auto opened = source::open(path, control);
        if (!opened) return std::unexpected(opened.error());
        const std::shared_ptr<const source::FileTree> files = *std::move(opened);
        const auto publish = [&](BundlePointer bundle) { structure({std::move(bundle), files}); };
        auto bundle = bundle::scan(*files, {.trust = trust, .control = control, .structure = publish});
        if (!bundle) return std::unexpected(bundle.error());
        return Opened{*std::move(bundle), files};
    };
}

} // namespace nei::ui
