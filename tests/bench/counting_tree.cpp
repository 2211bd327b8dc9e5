// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/counting_tree.h"

namespace nei::bench {
namespace {

class CountingFile final : public source::File {
public:
    CountingFile(std::unique_ptr<source::File> file, ReadCounts& counts) : file_(std::move(file)), counts_(counts) {}

    std::uint64_t size() const override { return file_->size(); }

    Result<Bytes> read(std::uint64_t offset, std::size_t length) override {
        const std::uint64_t end = offset + length;
        counts_.reads += 1;
        counts_.needed += length;
        counts_.passed += offset >= at_ ? end - at_ : end;
        at_ = end;
        return file_->read(offset, length);
    }

private:
    std::unique_ptr<source::File> file_;
    ReadCounts& counts_;
    std::uint64_t at_ = 0;
};

} // namespace

CountingTree::CountingTree(std::shared_ptr<const source::FileTree> tree, ReadCounts& counts)
    : FileTree(tree->kind(), tree->name()), tree_(std::move(tree)), counts_(counts) {
    bytes_ = tree_->bytes();
    entries_ = tree_->entries();
    problems_ = tree_->problems();
    packages_ = tree_->packages();
}

Result<std::unique_ptr<source::File>> CountingTree::open(std::size_t entry) const {
    return counted(tree_->open(entry));
}

Result<void> CountingTree::visit(std::span<const std::size_t> entries, const Visitor& visit,
                                 const std::stop_token& stop) const {
    return tree_->visit(entries, [&](std::size_t entry, auto file) { visit(entry, counted(std::move(file))); }, stop);
}

Result<std::unique_ptr<source::File>> CountingTree::counted(Result<std::unique_ptr<source::File>> file) const {
    if (!file) return file;
    counts_.files += 1;
    return std::make_unique<CountingFile>(*std::move(file), counts_);
}

} // namespace nei::bench
