// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/single_file_tree.h"

#include "core/base/text.h"
#include "core/source/system_file.h"

namespace nei::source {
namespace {

/// Shares the one descriptor: its tree may be gone before it.
class SharedFile final : public File {
public:
    SharedFile(std::shared_ptr<const RandomAccess> file, std::string name)
        : file_(std::move(file)), name_(std::move(name)) {}

    std::uint64_t size() const override { return file_->size(); }

    Result<Bytes> read(std::uint64_t offset, std::size_t length) override {
        return read_exactly(*file_, size(), name_, offset, length);
    }

private:
    std::shared_ptr<const RandomAccess> file_;
    std::string name_;
};

} // namespace

SingleFileTree::SingleFileTree(SourceKind kind, std::shared_ptr<const RandomAccess> file, std::string_view raw_name,
                               std::optional<unsigned> mode)
    : FileTree(kind, name_text(raw_name)), file_(std::move(file)) {
    Entry entry;
    entry.path = name_;
    entry.size = file_->size();
    entry.mode = mode;
    bytes_ = entry.size;
    entries_.push_back(std::move(entry));
}

Result<std::unique_ptr<File>> SingleFileTree::open(std::size_t entry) const {
    return std::make_unique<SharedFile>(file_, entries_.at(entry).path);
}

} // namespace nei::source
