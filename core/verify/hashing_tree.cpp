// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/hashing_tree.h"

#include "core/macho/macho.h"
#include "core/verify/page_hasher.h"
#include "core/verify/verify.h"

#include <algorithm>

namespace nei::verify {
namespace {

constexpr DigestAlgorithm algorithm = DigestAlgorithm::sha256;
constexpr std::uint64_t page_bytes = 4096;
constexpr std::size_t chunk_bytes = 256 * 1024;
/// What may stand behind the last signature and is read for the hash of the whole file.
constexpr std::uint64_t most_padding = 1024 * 1024;

/// Whether the seal of the bundle around it holds the whole file: so it is in bundles of iOS, but not for their main
/// executable.
bool is_sealed_as_file(std::string_view path) {
    constexpr std::string_view app = ".app/";
    const std::size_t at = path.find(app);
    if (at == std::string_view::npos) return false;
    const std::string_view inside = path.substr(at + app.size());
    return !inside.starts_with("Contents/") && inside.contains('/');
}

/// A file of which everything that goes by is hashed. It belongs to one visit.
class Hashing {
public:
    Hashing(std::unique_ptr<source::File> file, const std::string& path, const std::stop_token& stop)
        : file_(std::move(file)), stop_(stop), whole_wanted_(is_sealed_as_file(path)) {}

    std::uint64_t size() const { return file_->size(); }

    Result<Bytes> read(std::uint64_t offset, std::size_t length) {
        if (at_ == 0 && offset > 0) state_ = State::passed_by;
        if (state_ != State::passed_by && offset > at_) advance(offset);
        if (state_ == State::hashed) cut(offset);
        auto bytes = file_->read(offset, length);
        if (!bytes) {
            state_ = State::passed_by;
            return bytes;
        }
        if (state_ == State::unknown) begin(*bytes);
        if (state_ != State::hashed) return bytes;
        if (offset + length > at_) take(ByteView(*bytes).subspan(at_ - offset));
        if (offset > 0) result_.ranges.push_back({offset, length, *bytes});
        return bytes;
    }

    /// All that is known; nothing where it is no code, or was not read through.
    std::optional<HashedFile> finish() {
        if (state_ != State::hashed || size() - at_ > most_padding) return std::nullopt;
        advance(size());
        if (state_ != State::hashed) return std::nullopt;
        if (whole_wanted_) result_.whole = whole_.finish();
        return std::move(result_);
    }

private:
    enum class State { unknown, hashed, passed_by };

    void begin(ByteView start) {
        state_ = macho::looks_like_macho(start, size()) ? State::hashed : State::passed_by;
        if (state_ != State::hashed) return;
        result_.pages.resize(size() / page_bytes * digest_size(algorithm));
        pages_.emplace(algorithm, page_bytes, 0, size() / page_bytes * page_bytes, result_.pages);
    }

    /// Reads on to `end`, which nobody asked for.
    void advance(std::uint64_t end) {
        while (state_ == State::hashed && at_ < end) {
            const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(chunk_bytes, end - at_));
            const auto bytes = file_->read(at_, length);
            if (!bytes || stop_.stop_requested()) {
                state_ = State::passed_by;
                return;
            }
            take(*bytes);
        }
    }

    /// The next bytes of the file.
    void take(ByteView bytes) {
        if (!pages_->feed(at_, bytes)) state_ = State::passed_by;
        if (whole_wanted_) whole_.update(bytes);
        at_ += bytes.size();
        const std::size_t in_page = at_ % page_bytes;
        if (in_page <= bytes.size())
            page_.assign(bytes.end() - static_cast<std::ptrdiff_t>(in_page), bytes.end());
        else
            page_.insert(page_.end(), bytes.begin(), bytes.end());
    }

    /// Code may end where something else is asked for.
    void cut(std::uint64_t offset) {
        if (offset == at_ && !page_.empty()) result_.cuts.try_emplace(offset, digest(algorithm, page_));
    }

    std::unique_ptr<source::File> file_;
    std::stop_token stop_;
    State state_ = State::unknown;
    bool whole_wanted_;
    std::uint64_t at_ = 0;
    std::optional<PageHasher> pages_;
    Hasher whole_{algorithm};
    Bytes page_; ///< what went by of the page that is not whole yet
    HashedFile result_;
};

/// What the visitor gets, and may destroy.
class Window final : public source::File {
public:
    explicit Window(Hashing& hashing) : hashing_(hashing) {}
    std::uint64_t size() const override { return hashing_.size(); }
    Result<Bytes> read(std::uint64_t offset, std::size_t length) override { return hashing_.read(offset, length); }

private:
    Hashing& hashing_;
};

const KeptRange* around(const HashedFile& file, const KeptRange& wanted) {
    const auto holds = [&](const KeptRange& range) {
        return range.begin <= wanted.begin && wanted.begin + wanted.length <= range.begin + range.length;
    };
    const auto found = std::ranges::find_if(file.ranges, holds);
    return found == file.ranges.end() ? nullptr : &*found;
}

bool has_pages(const HashedFile& file, const PageJob& job) {
    if (job.algorithm != algorithm || job.page_size != page_bytes || job.begin % page_bytes != 0) return false;
    if (job.end / page_bytes * digest_size(algorithm) > file.pages.size()) return false;
    return job.end % page_bytes == 0 || job.end <= job.begin || file.cuts.contains(job.end);
}

bool has_all(const HashedFile& file, const FileJob& job) {
    const auto has_digest = [&](const auto& whole) { return whole.first == algorithm && !file.whole.empty(); };
    return std::ranges::all_of(job.whole, has_digest) &&
           std::ranges::all_of(job.pages, [&](const PageJob& pages) { return has_pages(file, pages); }) &&
           std::ranges::all_of(job.kept, [&](const KeptRange& range) { return around(file, range) != nullptr; });
}

void fill_pages(const HashedFile& file, PageJob& job) {
    const std::size_t width = digest_size(algorithm);
    const auto at = [&](std::uint64_t offset) {
        return file.pages.begin() + static_cast<std::ptrdiff_t>(offset / page_bytes * width);
    };
    if (job.end <= job.begin) return;
    job.digests.assign(at(job.begin), at(job.end));
    if (const auto last = file.cuts.find(job.end); job.end % page_bytes != 0)
        job.digests.insert(job.digests.end(), last->second.begin(), last->second.end());
}

} // namespace

HashingTree::HashingTree(std::shared_ptr<const source::FileTree> tree)
    : FileTree(tree->kind(), tree->name()), tree_(std::move(tree)) {
    bytes_ = tree_->bytes();
    entries_ = tree_->entries();
    problems_ = tree_->problems();
    packages_ = tree_->packages();
}

Result<void> HashingTree::visit(std::span<const std::size_t> entries, const Visitor& visit,
                                const std::stop_token& stop) const {
    const auto hashed = [&](std::size_t entry, Result<std::unique_ptr<source::File>> file) {
        if (!file || tree_->in_place(entry)) return visit(entry, std::move(file));
        Hashing hashing(*std::move(file), entries_[entry].path, stop);
        visit(entry, std::make_unique<Window>(hashing));
        auto result = hashing.finish();
        if (!result) return;
        const std::scoped_lock lock(mutex_);
        known_.insert_or_assign(entry, *std::move(result));
    };
    return tree_->visit(entries, hashed, stop);
}

bool HashingTree::fill(FileJob& job) const {
    const std::scoped_lock lock(mutex_);
    const auto found = known_.find(job.entry);
    if (found == known_.end() || !has_all(found->second, job)) return false;
    const HashedFile& file = found->second;
    for (auto& [digest, result] : job.whole) result = file.whole;
    for (PageJob& pages : job.pages) fill_pages(file, pages);
    for (KeptRange& range : job.kept) {
        const KeptRange& holder = *around(file, range);
        const auto first = holder.bytes.begin() + static_cast<std::ptrdiff_t>(range.begin - holder.begin);
        range.bytes.assign(first, first + static_cast<std::ptrdiff_t>(range.length));
    }
    return true;
}

std::shared_ptr<const source::FileTree> hash_while_read(std::shared_ptr<const source::FileTree> tree) {
    const bool packed = tree->kind() == source::SourceKind::zip || tree->kind() == source::SourceKind::tar ||
                        tree->kind() == source::SourceKind::pkg;
    return packed ? std::make_shared<const HashingTree>(std::move(tree)) : tree;
}

} // namespace nei::verify
