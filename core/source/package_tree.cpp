// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/package_tree.h"

#include "core/base/text.h"
#include "core/source/nested_tree.h"
#include "core/source/pbzx_stream.h"
#include "core/source/stream_tree.h"
#include "core/source/xar_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace nei::source {
namespace {

/// `Payload` and `Scripts` of a component: at the top of a component package, in a folder `X.pkg` of a product.
bool is_component_archive(const Entry& entry) {
    const std::string_view name = file_name(entry.path), folder = parent_path(entry.path);
    return entry.kind == EntryKind::file && entry.size > 0 && (name == "Payload" || name == "Scripts") &&
           folder.find('/') == std::string_view::npos && (folder.empty() || folder.ends_with(".pkg"));
}

/// The archive as if its header named no kind of checksum. libarchive takes no xar whose header names another kind than
/// SHA-1 and MD5, and refuses one that was changed after signing; here that is told from the table (xar_table.h).
class WithoutChecksumKind final : public RandomAccess {
public:
    explicit WithoutChecksumKind(std::shared_ptr<const RandomAccess> archive) : archive_(std::move(archive)) {}

    std::uint64_t size() const override { return archive_->size(); }

    SystemResult<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> buffer) const override {
        constexpr std::uint64_t first = 24, end = 28;
        const auto got = archive_->read_at(offset, buffer);
        if (!got) return got;
        for (std::uint64_t at = std::max(first, offset); at < std::min(end, offset + *got); ++at)
            buffer[static_cast<std::size_t>(at - offset)] = std::byte{0};
        return got;
    }

private:
    std::shared_ptr<const RandomAccess> archive_;
};

/// What the package says of itself; none, and a problem, where that cannot be read.
std::vector<PackageSource> source_of(const RandomAccess& archive, const std::string& raw_name, Problems& problems) {
    auto read = read_package_source(archive, raw_name);
    if (!read) {
        problems.push_back(problem_from(read.error(), ""));
        return {};
    }
    problems.insert(problems.end(), std::make_move_iterator(read->problems.begin()),
                    std::make_move_iterator(read->problems.end()));
    return {std::move(read->source)};
}

} // namespace

Result<std::shared_ptr<const FileTree>> open_package(std::shared_ptr<const RandomAccess> bytes,
                                                     const std::string& raw_name, const TaskControl& control) {
    StreamTree::Stream stream{stream_of(std::make_shared<WithoutChecksumKind>(bytes), raw_name), ArchiveFormat::xar,
                              raw_name, bytes->size()};
    const auto members = StreamTree::open(SourceKind::pkg, std::move(stream), control);
    if (!members) return std::unexpected(members.error());
    std::vector<NestedTree::Inner> opened;
    Problems problems;
    std::vector<PackageSource> packages = source_of(*bytes, raw_name, problems);
    for (std::size_t i = 0; i < (*members)->entries().size(); ++i) {
        const Entry& entry = (*members)->entries()[i];
        if (!is_component_archive(entry)) continue;
        const std::string name(file_name(entry.path));
        auto inner = StreamTree::open(
            SourceKind::tar,
            {without_pbzx((*members)->stream_of_entry(i), name), ArchiveFormat::tar_or_cpio, name, entry.size},
            control);
        if (inner)
            opened.push_back({entry.path, *std::move(inner)});
        else if (inner.error().code == ErrorCode::cancelled)
            return std::unexpected(inner.error());
        else
            problems.push_back(problem_from(inner.error(), entry.path));
    }
    return std::make_shared<NestedTree>(*members, std::move(opened), std::move(problems), std::move(packages));
}

} // namespace nei::source
