// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/hash_floor.h"

#include "core/bundle/scan.h"
#include "core/source/open.h"
#include "tests/bench/zip.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <thread>
#include <unistd.h>
#include <vector>

namespace nei::bench {
namespace {

constexpr std::size_t page_bytes = 4096, buffer_bytes = 256 * 1024;
constexpr std::uint64_t piece_bytes = 8 * 1024 * 1024; ///< large files are shared between threads
using Buffer = std::vector<unsigned char>;

struct Range {
    std::uint64_t begin = 0, end = 0;
};

/// A file of the bundle, and which of its bytes are hashed.
struct Work {
    std::string path;
    std::uint64_t size = 0;
    std::vector<Range> pages{}; ///< none: hashed as a whole
};

std::vector<Work> work_in(const std::filesystem::path& path) {
    const auto tree = source::open(path, {});
    const auto bundle = tree ? bundle::scan(**tree, {}) : std::unexpected(tree.error());
    if (!bundle) throw std::runtime_error(bundle.error().message);
    std::map<std::string, std::vector<Range>> code;
    for (const bundle::CodeItem& item : (*bundle)->items)
        for (const bundle::CodeSlice& slice : item.slices) {
            const macho::Slice& of = slice.code;
            const std::uint64_t length = of.signature_range ? of.signature_range->offset : of.size;
            code[item.executable].push_back({of.offset, of.offset + length});
        }
    std::vector<Work> all;
    for (const source::Entry& entry : (*tree)->entries())
        if (entry.kind == source::EntryKind::file) all.push_back({entry.path, entry.size, code[entry.path]});
    std::ranges::stable_sort(all, std::greater{}, &Work::size);
    return all;
}

/// SHA-256 of one file or of its pages, with one context.
class Hashing {
public:
    void begin() { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
    void add(const unsigned char* bytes, std::size_t length) { EVP_DigestUpdate(context_.get(), bytes, length); }
    void end() { EVP_DigestFinal_ex(context_.get(), digest_.data(), nullptr); }
    void pages(const unsigned char* bytes, std::size_t length) {
        for (std::size_t at = 0; at < length; at += page_bytes) {
            begin();
            add(bytes + at, std::min(page_bytes, length - at));
            end();
        }
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest_{};
};

/// Runs `task` once on each core; it takes numbers from `next` until it has seen enough of them.
template <class Task>
void on_all_cores(const Task& task) {
    std::atomic<std::size_t> next = 0;
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(std::thread::hardware_concurrency(), 1U); ++i)
        threads.emplace_back([&] {
            Hashing hashing;
            Buffer buffer(buffer_bytes);
            task([&] { return next++; }, hashing, buffer);
        });
}

/// Part of a file that one thread hashes.
struct Piece {
    const Work* work = nullptr;
    Range range{};
};

std::vector<Piece> pieces_of(const std::vector<Work>& all) {
    std::vector<Piece> pieces;
    for (const Work& work : all) {
        if (work.pages.empty()) pieces.push_back({&work, {0, work.size}});
        for (const Range& range : work.pages)
            for (std::uint64_t begin = range.begin; begin < range.end; begin += piece_bytes)
                pieces.push_back({&work, {begin, std::min(range.end, begin + piece_bytes)}});
    }
    return pieces;
}

void hash_piece(const std::filesystem::path& folder, const Piece& piece, Hashing& hashing, Buffer& buffer) {
    const int file = ::open((folder / piece.work->path).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) throw std::runtime_error(piece.work->path + " cannot be opened");
    const bool whole = piece.work->pages.empty();
    if (whole) hashing.begin();
    for (std::uint64_t at = piece.range.begin; at < piece.range.end;) {
        const std::size_t wanted = std::min<std::uint64_t>(buffer.size(), piece.range.end - at);
        const ssize_t got = ::pread(file, buffer.data(), wanted, static_cast<off_t>(at));
        if (got != static_cast<ssize_t>(wanted)) throw std::runtime_error(piece.work->path + " cannot be read");
        whole ? hashing.add(buffer.data(), wanted) : hashing.pages(buffer.data(), wanted);
        at += wanted;
    }
    if (whole) hashing.end();
    ::close(file);
}

/// Bytes of an entry in order, each given to what they belong to. Pages are counted from the start of their slice.
void hash_entry(unzFile zip, const Work& work, Hashing& hashing, Buffer& buffer) {
    unzOpenCurrentFile(zip);
    const bool whole = work.pages.empty();
    if (whole) hashing.begin();
    std::uint64_t at = 0;
    const auto fill = [&](std::size_t wanted) {
        std::size_t filled = 0;
        for (int got = 0; filled < wanted; filled += static_cast<std::size_t>(got)) {
            got = unzReadCurrentFile(zip, buffer.data() + filled, static_cast<unsigned>(wanted - filled));
            if (got <= 0) throw std::runtime_error(work.path + " cannot be inflated");
        }
        at += wanted;
    };
    for (const Range& range : work.pages) {
        while (at < range.begin) fill(std::min<std::uint64_t>(buffer.size(), range.begin - at));
        while (at < range.end) {
            const std::size_t length = std::min<std::uint64_t>(buffer.size(), range.end - at);
            fill(length);
            hashing.pages(buffer.data(), length);
        }
    }
    while (at < work.size) { // a signature has to be inflated too
        const std::size_t length = std::min<std::uint64_t>(buffer.size(), work.size - at);
        fill(length);
        if (whole) hashing.add(buffer.data(), length);
    }
    if (whole) hashing.end();
    unzCloseCurrentFile(zip);
}

std::uint64_t bytes_of(const std::vector<Work>& all) {
    std::uint64_t bytes = 0;
    for (const Work& work : all) {
        if (work.pages.empty()) bytes += work.size;
        for (const Range& range : work.pages) bytes += range.end - range.begin;
    }
    return bytes;
}

double seconds_of(const std::function<void()>& task) {
    const auto start = std::chrono::steady_clock::now();
    task();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::map<std::string, unz64_file_pos> positions_in(unzFile zip) {
    std::map<std::string, unz64_file_pos> all;
    for (int status = unzGoToFirstFile(zip); status == UNZ_OK; status = unzGoToNextFile(zip)) {
        std::array<char, 4096> name{};
        unz64_file_pos position = {};
        unzGetCurrentFileInfo64(zip, nullptr, name.data(), name.size() - 1, nullptr, 0, nullptr, 0);
        unzGetFilePos64(zip, &position);
        all.emplace(name.data(), position);
    }
    return all;
}

} // namespace

Hashed hash_folder(const std::filesystem::path& folder) {
    const std::vector<Work> all = work_in(folder);
    const std::vector<Piece> pieces = pieces_of(all);
    const double seconds = seconds_of([&] {
        on_all_cores([&](const auto& next, Hashing& hashing, Buffer& buffer) {
            for (std::size_t i = 0; (i = next()) < pieces.size();) hash_piece(folder, pieces[i], hashing, buffer);
        });
    });
    return {seconds, all.size(), bytes_of(all)};
}

Hashed hash_archive(const std::filesystem::path& archive) {
    const std::vector<Work> all = work_in(archive);
    const std::map<std::string, unz64_file_pos> positions = positions_in(Zip(archive).get());
    const double seconds = seconds_of([&] {
        on_all_cores([&](const auto& next, Hashing& hashing, Buffer& buffer) {
            const Zip zip(archive);
            for (std::size_t i = 0; (i = next()) < all.size();) {
                unzGoToFilePos64(zip.get(), &positions.at(all[i].path));
                hash_entry(zip.get(), all[i], hashing, buffer);
            }
        });
    });
    return {seconds, all.size(), bytes_of(all)};
}

std::string hash_instructions() {
    std::ifstream processor("/proc/cpuinfo");
    for (std::string line; std::getline(processor, line);)
        for (const char* name : {"sha_ni", "sha2"})
            if ((line + " ").find(std::string(" ") + name + " ") != std::string::npos) return name;
    return "none that this system names";
}

} // namespace nei::bench
