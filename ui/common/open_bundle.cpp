// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/open_bundle.h"

#include "core/bundle/scan.h"
#include "core/source/open.h"

namespace nei::ui {

Opener bundle_opener(signature::TrustStore trust) {
    return [trust = std::move(trust)](const std::filesystem::path& path, const TaskControl& control,
                                      const TakeStructure& structure) -> Result<BundlePointer> {
        const auto tree = source::open(path, control);
        if (!tree) return std::unexpected(tree.error());
        return bundle::scan(**tree, {.trust = trust, .control = control, .structure = structure});
    };
}

} // namespace nei::ui
