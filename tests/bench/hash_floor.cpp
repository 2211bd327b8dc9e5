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

/// A file of the bundle, and what of it is hashed.
struct Work {
    std::string path{};
    std::uint64_t size = 0;
    std::vector<Range> pages{}; ///< of code
    bool whole = false;         ///< hashed as a whole: all but code, and code that a seal holds as a file
};

/// Whether the seal of the bundle around it holds the code as a file: so it is in flat bundles, those of iOS.
bool is_sealed_as_file(const bundle::Bundle& bundle, const bundle::CodeItem& item) {
    if (!item.parent) return false;
    const bundle::CodeItem& parent = bundle.items[*item.parent];
    return parent.contents == parent.path;
}

std::vector<Work> work_in(const std::filesystem::path& path) {
    const auto tree = source::open(path, {});
    const auto bundle = tree ? bundle::scan(**tree, {}) : std::unexpected(tree.error());
    if (!bundle) throw std::runtime_error(bundle.error().message);
    std::map<std::string, Work> code;
    for (const bundle::CodeItem& item : (*bundle)->items)
        for (const bundle::CodeSlice& slice : item.slices) {
            const macho::Slice& of = slice.code;
            const std::uint64_t length = of.signature_range ? of.signature_range->offset : of.size;
            Work& work = code[item.executable];
            work.pages.push_back({of.offset, of.offset + length});
            work.whole = is_sealed_as_file(**bundle, item);
        }
    std::vector<Work> all;
    for (const source::Entry& entry : (*tree)->entries()) {
        if (entry.kind != source::EntryKind::file) continue;
        const auto known = code.find(entry.path);
        all.push_back(known == code.end() ? Work{.whole = true} : known->second);
        all.back().path = entry.path;
        all.back().size = entry.size;
    }
    std::ranges::stable_sort(all, std::greater{}, &Work::size);
    return all;
}

/// SHA-256 of a file and of its pages.
class Hashing {
public:
    void begin() { EVP_DigestInit_ex2(file_.get(), sha256_.get(), nullptr); }

    /// Bytes from `offset`, which is the start of a page.
    void add(const Work& work, std::uint64_t offset, const unsigned char* bytes, std::size_t length) {
        if (work.whole) EVP_DigestUpdate(file_.get(), bytes, length);
        for (const Range& range : work.pages)
            for (std::uint64_t at = std::max(range.begin, offset); at < std::min(range.end, offset + length);
                 at += page_bytes)
                page(bytes + (at - offset),
                     std::min<std::uint64_t>(page_bytes, std::min(range.end, offset + length) - at));
    }

    void end() { EVP_DigestFinal_ex(file_.get(), digest_.data(), nullptr); }

private:
    using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

    void page(const unsigned char* bytes, std::size_t length) {
        EVP_DigestInit_ex2(page_.get(), sha256_.get(), nullptr);
        EVP_DigestUpdate(page_.get(), bytes, length);
        EVP_DigestFinal_ex(page_.get(), digest_.data(), nullptr);
    }

    std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> sha256_{EVP_MD_fetch(nullptr, "SHA2-256", nullptr), &EVP_MD_free};
    Context file_{EVP_MD_CTX_new(), &EVP_MD_CTX_free}, page_{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
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
        const std::uint64_t step = work.whole ? std::max<std::uint64_t>(work.size, 1) : piece_bytes;
        for (std::uint64_t begin = 0; begin < work.size; begin += step)
            pieces.push_back({&work, {begin, std::min(work.size, begin + step)}});
    }
    return pieces;
}

void hash_piece(const std::filesystem::path& folder, const Piece& piece, Hashing& hashing, Buffer& buffer) {
    const int file = ::open((folder / piece.work->path).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) throw std::runtime_error(piece.work->path + " cannot be opened");
    hashing.begin();
    for (std::uint64_t at = piece.range.begin; at < piece.range.end;) {
        const std::size_t wanted = std::min<std::uint64_t>(buffer.size(), piece.range.end - at);
        const ssize_t got = ::pread(file, buffer.data(), wanted, static_cast<off_t>(at));
        if (got != static_cast<ssize_t>(wanted)) throw std::runtime_error(piece.work->path + " cannot be read");
        hashing.add(*piece.work, at, buffer.data(), wanted);
        at += wanted;
    }
    hashing.end();
    ::close(file);
}

void hash_entry(unzFile zip, const Work& work, Hashing& hashing, Buffer& buffer) {
    unzOpenCurrentFile(zip);
    hashing.begin();
    for (std::uint64_t at = 0; at < work.size;) {
        const std::size_t wanted = std::min<std::uint64_t>(buffer.size(), work.size - at);
        std::size_t filled = 0;
        for (int got = 0; filled < wanted; filled += static_cast<std::size_t>(got)) {
            got = unzReadCurrentFile(zip, buffer.data() + filled, static_cast<unsigned>(wanted - filled));
            if (got <= 0) throw std::runtime_error(work.path + " cannot be inflated");
        }
        hashing.add(work, at, buffer.data(), wanted);
        at += wanted;
    }
    hashing.end();
    unzCloseCurrentFile(zip);
}

std::uint64_t bytes_of(const std::vector<Work>& all) {
    std::uint64_t bytes = 0;
    for (const Work& work : all) {
        if (work.whole) bytes += work.size;
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
