// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/verify/file_pass.h"

#include "core/base/parallel.h"
#include "core/source/random_access.h"
#include "core/verify/page_hasher.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <unordered_map>

namespace nei::verify {
namespace {

constexpr std::size_t buffer_bytes = 256 * 1024;
/// Large files are shared between cores in pieces of this size: a multiple of every page size that is shared.
constexpr std::uint64_t piece_bytes = 8 * 1024 * 1024;

/// Bytes of one file in order, from wherever they come. The buffer is the thread's: one for each file would be filled
/// with zeros more often than with what is read.
class Source {
public:
    Source(const source::RandomAccess* in_place, source::File* file, Bytes& buffer)
        : in_place_(in_place), file_(file), buffer_(buffer) {}

    /// The next `length` bytes from `offset`; the view is good until the next call.
    Result<ByteView> read(std::uint64_t offset, std::size_t length) {
        if (!in_place_) {
            auto bytes = file_->read(offset, length);
            if (!bytes) return std::unexpected(bytes.error());
            buffer_ = std::move(*bytes);
            return ByteView(buffer_);
        }
        if (buffer_.size() < length) buffer_.resize(buffer_bytes);
        const auto count = in_place_->read_at(offset, std::span(buffer_).first(length));
        if (!count) return fail(ErrorCode::read_failed, count.error().message());
        if (*count < length)
            return fail(ErrorCode::changed_while_reading, "The file became shorter while it was read.");
        return ByteView(buffer_).first(length);
    }

private:
    const source::RandomAccess* in_place_;
    source::File* file_;
    Bytes& buffer_;
};

/// How far all of it is. Whoever looks at it is told now and then: files are many, and looking takes time.
class Meter {
public:
    Meter(const TaskControl& control, std::uint64_t total) : control_(control), total_(total) {}

    bool stopped() const { return control_.stopped(); }
    void add(std::uint64_t bytes) {
        const std::uint64_t done = done_ += bytes;
        if (!control_.report || (done < next_report_ && done < total_)) return;
        const std::unique_lock lock(mutex_, std::try_to_lock);
        if (!lock) return; // another thread is at it
        next_report_ = done_ + bytes_per_report;
        control_.report({"Verifying", done_, total_, Progress::Unit::bytes});
    }
    std::uint64_t done() const { return done_; }

private:
    static constexpr std::uint64_t bytes_per_report = 4 * 1024 * 1024;

    const TaskControl& control_;
    std::uint64_t total_;
    std::atomic<std::uint64_t> done_ = 0, next_report_ = 0;
    std::mutex mutex_;
};

/// Part of a file that one thread works on; of files that are hashed as a whole, all of it.
struct Piece {
    std::size_t job = 0; ///< index of a State
    std::uint64_t begin = 0, end = 0;
};

/// A file while it is worked on.
struct State {
    explicit State(FileJob& of) : job(of) {}

    FileJob& job;
    std::once_flag begun;
    std::atomic<std::size_t> pieces_left = 0;
    std::mutex mutex; ///< of the job's error

    /// Room for the results, not before somebody works on the file: of all files together they are many.
    void begin() {
        std::call_once(begun, [this] {
            for (PageJob& pages : job.pages) pages.digests.resize(pages.pages() * digest_size(pages.algorithm));
            for (KeptRange& range : job.kept) range.bytes.resize(range.length);
        });
    }
    void failed(Error error) {
        const std::scoped_lock lock(mutex);
        job.error = std::move(error);
    }
};
using States = std::deque<State>; ///< they cannot be moved

/// Hashers of the pages that begin within the piece. Pages are never cut: pieces are multiples of their size.
std::vector<PageHasher> page_hashers(FileJob& job, const Piece& piece) {
    std::vector<PageHasher> hashers;
    for (PageJob& pages : job.pages) {
        const std::uint64_t begin = std::max(pages.begin, piece.begin), end = std::min(pages.end, piece.end);
        if (begin >= end) continue;
        const std::uint64_t first = (begin - pages.begin) / pages.page_size;
        hashers.emplace_back(pages.algorithm, pages.page_size, begin, end,
                             std::span(pages.digests).subspan(first * digest_size(pages.algorithm)));
    }
    return hashers;
}

void keep(FileJob& job, std::uint64_t offset, ByteView bytes) {
    for (KeptRange& range : job.kept) {
        const std::uint64_t begin = std::max(range.begin, offset);
        const std::uint64_t end = std::min(range.begin + range.bytes.size(), offset + bytes.size());
        if (begin < end)
            std::ranges::copy(bytes.subspan(begin - offset, end - begin),
                              range.bytes.begin() + static_cast<std::ptrdiff_t>(begin - range.begin));
    }
}

Result<void> work(FileJob& job, const Piece& piece, Source source, Meter& meter) {
    std::vector<PageHasher> pages = page_hashers(job, piece);
    std::vector<std::pair<Bytes*, Hasher>> whole;
    for (auto& [algorithm, result] : job.whole) whole.emplace_back(&result, Hasher(algorithm));
    for (std::uint64_t at = piece.begin; at < piece.end;) {
        if (meter.stopped()) return fail(ErrorCode::cancelled, "Stopped.");
        const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(buffer_bytes, piece.end - at));
        const auto bytes = source.read(at, length);
        if (!bytes) return std::unexpected(bytes.error());
        for (PageHasher& hasher : pages)
            if (!hasher.feed(at, *bytes)) return fail(ErrorCode::read_failed, "A page of code could not be hashed.");
        for (auto& [result, hasher] : whole) hasher.update(*bytes);
        keep(job, at, *bytes);
        at += length;
        meter.add(length);
    }
    for (auto& [result, hasher] : whole) *result = hasher.finish();
    return {};
}

bool can_be_shared(const FileJob& job) {
    return job.whole.empty() && std::ranges::all_of(job.pages, [](const PageJob& pages) {
               return piece_bytes % pages.page_size == 0 && pages.begin % pages.page_size == 0;
           });
}

/// The largest first, so that no core is left with one at the end.
std::vector<Piece> pieces_of(const source::FileTree& tree, States& states, bool with_pages) {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < states.size(); ++i) {
        const FileJob& job = states[i].job;
        if (job.pages.empty() == with_pages) continue;
        const std::uint64_t size = tree.entries()[job.entry].size;
        const std::uint64_t step = can_be_shared(job) ? piece_bytes : std::max<std::uint64_t>(size, 1);
        std::uint64_t begin = 0;
        do {
            pieces.push_back({i, begin, std::min(size, begin + step)});
            ++states[i].pieces_left;
            begin += step;
        } while (begin < size);
    }
    std::ranges::stable_sort(pieces, std::greater{}, [](const Piece& piece) { return piece.end - piece.begin; });
    return pieces;
}

Result<void> read_piece(const source::FileTree& tree, State& state, const Piece& piece, Bytes& buffer, Meter& meter) {
    state.begin();
    FileJob& job = state.job;
    if (const auto bytes = tree.in_place(job.entry)) return work(job, piece, {bytes.get(), nullptr, buffer}, meter);
    const auto file = tree.open(job.entry);
    if (!file) return std::unexpected(file.error());
    return work(job, piece, {nullptr, file->get(), buffer}, meter);
}

void read_in_place(const source::FileTree& tree, States& states, Meter& meter,
                   const WhenCodeIsRead& when_code_is_read) {
    for (const bool with_pages : {false, true}) {
        const std::vector<Piece> pieces = pieces_of(tree, states, with_pages);
        std::atomic<std::size_t> next = 0;
        parallel_for(processor_count(), processor_count(), [&](std::size_t) {
            Bytes buffer;
            for (std::size_t i = next++; i < pieces.size() && !meter.stopped(); i = next++) {
                State& state = states[pieces[i].job];
                if (auto result = read_piece(tree, state, pieces[i], buffer, meter); !result)
                    state.failed(std::move(result.error()));
                if (--state.pieces_left == 0 && with_pages) when_code_is_read(state.job);
            }
        });
    }
}

Result<void> read_streamed(const source::FileTree& tree, States& states, const TaskControl& control, Meter& meter,
                           const WhenCodeIsRead& when_code_is_read) {
    std::vector<std::size_t> entries;
    std::unordered_map<std::size_t, State*> state_of;
    for (State& state : states) {
        entries.push_back(state.job.entry);
        state_of[state.job.entry] = &state;
    }
    const auto visit = [&](std::size_t entry, Result<std::unique_ptr<source::File>> file) {
        State& state = *state_of.at(entry);
        if (!file) return state.failed(std::move(file.error()));
        state.begin();
        Bytes buffer;
        const Piece whole{0, 0, tree.entries()[entry].size};
        if (auto result = work(state.job, whole, {nullptr, file->get(), buffer}, meter); !result)
            state.failed(std::move(result.error()));
    };
    if (const auto visited = tree.visit(entries, visit, control.stop); !visited) return visited;
    parallel_for(states.size(), processor_count(), [&](std::size_t i) {
        if (!states[i].job.pages.empty()) when_code_is_read(states[i].job);
    });
    return {};
}

} // namespace

Result<std::uint64_t> run_file_pass(const source::FileTree& tree, FileJobs& jobs, const TaskControl& control,
                                    const WhenCodeIsRead& when_code_is_read) {
    std::uint64_t total = 0;
    States states;
    for (auto& [entry, job] : jobs) {
        total += tree.entries()[entry].size;
        states.emplace_back(job);
    }
    Meter meter(control, total);
    const bool in_place = tree.reads_in_place() && !jobs.empty() && tree.in_place(jobs.begin()->first) != nullptr;
    Result<void> done;
    if (in_place)
        read_in_place(tree, states, meter, when_code_is_read);
    else
        done = read_streamed(tree, states, control, meter, when_code_is_read);
    if (control.stopped()) return fail(ErrorCode::cancelled, "Verification was stopped.");
    if (!done) return std::unexpected(done.error());
    return meter.done();
}

} // namespace nei::verify
