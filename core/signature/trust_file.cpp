// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signature/trust_file.h"

#include "core/base/limits.h"
#include "core/source/open.h"

#include <fmt/format.h>

namespace nei::signature {

Result<void> add_trust_file(TrustStore& trust, const std::filesystem::path& file) {
    const auto tree = source::open(file);
    if (!tree) return std::unexpected(tree.error());
    if ((*tree)->entries().size() != 1 || (*tree)->entries()[0].kind != source::EntryKind::file)
        return fail(ErrorCode::unsupported, fmt::format("{} is no file with certificates.", file.string()));
    const auto bytes = source::read_all(**tree, 0, limits::certificate_file_bytes);
    if (!bytes) return std::unexpected(bytes.error());
    return trust.add_given(*bytes);
}

} // namespace nei::signature
