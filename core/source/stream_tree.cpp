// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/stream_tree.h"

#include "core/base/limits.h"
#include "core/base/text.h"
#include "core/source/apple_double.h"
#include "core/source/archive_entries.h"
#include "core/source/sequential_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <unordered_map>

namespace nei::source {
namespace {

/// Names between two reports of progress.
constexpr std::uint64_t names_per_report = 64;

/// How often the files of one visit may start the archive anew together.
using Restarts = std::shared_ptr<std::atomic<int>>;

class StreamFile final : public SequentialFile {
public:
    /// `reader` may stand before the member; where it does not, or no more, the archive is started anew.
    StreamFile(std::shared_ptr<const StreamTree::Stream> stream, std::shared_ptr<ArchiveReader> reader,
               Restarts restarts, std::uint64_t number, std::string path, std::uint64_t size)
        : SequentialFile(std::move(path), size), stream_(std::move(stream)), reader_(std::move(reader)),
          restarts_(std::move(restarts)), number_(number) {}

private:
    Result<void> start() override {
        if (reader_ && reader_->stands_before(number_)) return {};
        if (--*restarts_ < 0)
            return fail(ErrorCode::unsupported,
                        fmt::format("`{}` cannot be read front to back, and would have to be unpacked again for each "
                                    "of its parts. Unpack the archive, then open the folder.",
                                    display_text(path())));
        auto reader = ArchiveReader::open(stream_->start, stream_->format, stream_->name);
        if (!reader) return std::unexpected(reader.error());
        reader_ = *std::move(reader);
        return reader_->go_to(number_);
    }

    Result<void> next(std::span<std::byte> buffer) override {
        std::uint64_t done = at();
        while (!buffer.empty()) {
            const auto got = reader_->read(buffer);
            if (!got) return std::unexpected(got.error());
            if (*got == 0)
                return fail(ErrorCode::malformed,
                            fmt::format("`{}` ends after {} of {}. The archive is damaged: get it again.",
                                        display_text(path()), grouped(done), counted(size(), "byte", "bytes")));
            done += *got;
            buffer = buffer.subspan(*got);
        }
        return {};
    }

    std::shared_ptr<const StreamTree::Stream> stream_;
    std::shared_ptr<ArchiveReader> reader_;
    Restarts restarts_;
    std::uint64_t number_;
};

std::unexpected<Error> stopped(std::string_view what, std::string_view name) {
    return fail(ErrorCode::cancelled, fmt::format("{} `{}` was stopped.", what, display_text(name)));
}

Restarts new_restarts() {
    return std::make_shared<std::atomic<int>>(limits::archive_restarts);
}

/// Whether the member that `reader` stands at starts as extended attributes do. Reads its first bytes.
bool is_apple_double(ArchiveReader& reader, const ArchiveReader::Member& member) {
    if (!has_apple_double_name(file_name(member.name)) || member.size < apple_double_magic_size) return false;
    std::array<std::byte, apple_double_magic_size> start{};
    return reader.read(start) == start.size() && starts_as_apple_double(start);
}

} // namespace

StreamTree::StreamTree(SourceKind kind, Stream stream)
    : FileTree(kind, name_text(stream.name)), stream_(std::make_shared<const Stream>(std::move(stream))) {
    bytes_ = stream_->bytes;
}

Result<std::shared_ptr<const StreamTree>> StreamTree::open(SourceKind kind, Stream stream, const TaskControl& control) {
    std::shared_ptr<StreamTree> tree(new StreamTree(kind, std::move(stream)));
    if (const auto listed = tree->list(control); !listed) return std::unexpected(listed.error());
    return tree;
}

Result<void> StreamTree::list(const TaskControl& control) {
    auto reader = ArchiveReader::open(stream_->start, stream_->format, stream_->name);
    if (!reader) return std::unexpected(reader.error());
    ArchiveEntries found;
    if (const auto listed = list_members(**reader, found, control); !listed) {
        if (found.size() == 0 || listed.error().code == ErrorCode::cancelled) return listed;
        found.warn(std::string(slug(listed.error().code)),
                   fmt::format("{} Only the {} before that place are shown.", listed.error().message,
                               counted(found.size(), "entry", "entries")));
    }
    ArchiveEntries::Finished finished = found.finish();
    entries_ = std::move(finished.entries);
    numbers_ = std::move(finished.positions);
    problems_ = std::move(finished.problems);
    return expect_entries(entries_, problems_, name_);
}

Result<void> StreamTree::list_members(ArchiveReader& reader, ArchiveEntries& found, const TaskControl& control) const {
    struct Content {
        std::uint64_t number, size;
    };
    std::unordered_map<std::string, Content> contents; // of files so far, by name: hard links name them
    while (true) {
        auto member = reader.next();
        if (!member) return std::unexpected(member.error());
        if (!*member) return {};
        if ((*member)->number % names_per_report == 0 && control.report)
            control.report({"Listing files", std::min(reader.packed_bytes(), stream_->bytes), stream_->bytes,
                            Progress::Unit::bytes});
        if (control.stopped()) return stopped("Listing", name_);
        Entry entry;
        entry.kind = (*member)->kind;
        entry.size = (*member)->size;
        entry.mode = (*member)->mode;
        Content content{(*member)->number, entry.size};
        if (!(*member)->hard_link.empty()) {
            const auto shared = contents.find((*member)->hard_link);
            if (shared == contents.end()) {
                found.leave_out((*member)->name, "entry-name",
                                "It is a hard link to a file that does not stand before it. It is left out.");
                continue;
            }
            content = shared->second;
            entry.size = content.size;
        }
        if (entry.kind == EntryKind::symlink) entry.link_target = name_text((*member)->link_target);
        if (entry.kind == EntryKind::file) {
            entry.apple_double = is_apple_double(reader, **member);
            contents.insert_or_assign((*member)->name, content);
        }
        if (!found.add((*member)->name, std::move(entry), content.number)) return {};
    }
}

Result<std::unique_ptr<File>> StreamTree::open(std::size_t index) const {
    const Entry& entry = entries_.at(index);
    if (entry.kind != EntryKind::file)
        return fail(ErrorCode::unsupported, fmt::format("`{}` is not a file.", display_text(entry.path)));
    return std::make_unique<StreamFile>(stream_, nullptr, new_restarts(), numbers_[index], entry.path, entry.size);
}

StreamStart StreamTree::stream_of_entry(std::size_t entry) const {
    return stream_of_member(stream_->start, stream_->format, stream_->name, numbers_.at(entry));
}

Result<void> StreamTree::visit(std::span<const std::size_t> entries, const Visitor& visit,
                               const std::stop_token& stop) const {
    std::vector<std::size_t> ordered(entries.begin(), entries.end());
    std::ranges::sort(ordered, {}, [&](std::size_t entry) { return numbers_.at(entry); });
    const Restarts restarts = new_restarts();
    std::shared_ptr<ArchiveReader> reader;
    std::optional<Error> broken; // from here on nothing can be read any more
    for (const std::size_t index : ordered) {
        if (stop.stop_requested()) return stopped("Reading", name_);
        const Entry& entry = entries_[index];
        if (!reader && !broken) {
            auto opened = ArchiveReader::open(stream_->start, stream_->format, stream_->name);
            if (opened)
                reader = *std::move(opened);
            else
                broken = opened.error();
        }
        if (!broken)
            if (const auto there = reader->go_to(numbers_[index]); !there) broken = there.error();
        if (broken)
            visit(index, std::unexpected(*broken));
        else
            visit(index,
                  std::make_unique<StreamFile>(stream_, reader, restarts, numbers_[index], entry.path, entry.size));
    }
    return {};
}

} // namespace nei::source
