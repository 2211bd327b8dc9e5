// SPDX-License-Identifier: GPL-3.0-or-later
// The least work that can show what a bundle's signatures say, as a bare program: every file is opened and its first
// page read; of Mach-O files also load commands and signatures. Nothing is understood beyond that. One thread.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <span>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

constexpr std::size_t page = 4096;
constexpr std::uint32_t code_signature_command = 0x1d;

struct Counts {
    std::size_t files = 0, code_files = 0, slices = 0, signature_bytes = 0, read_bytes = 0;
};

std::uint32_t little(std::span<const unsigned char> bytes, std::size_t at) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

std::uint64_t big(std::span<const unsigned char> bytes, std::size_t at, std::size_t width) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i) value = value << 8 | bytes[at + i];
    return value;
}

class Walk {
public:
    void folder(int parent, const char* name) {
        const int descriptor = ::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (descriptor < 0) return;
        DIR* listing = ::fdopendir(descriptor);
        while (const dirent* entry = listing ? ::readdir(listing) : nullptr) {
            if (std::strcmp(entry->d_name, ".") == 0 || std::strcmp(entry->d_name, "..") == 0) continue;
            if (entry->d_type == DT_DIR) folder(descriptor, entry->d_name);
            if (entry->d_type == DT_REG) file(descriptor, entry->d_name);
        }
        if (listing) ::closedir(listing);
    }

    const Counts& counts() const { return counts_; }

private:
    void file(int parent, const char* name) {
        const int descriptor = ::openat(parent, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        if (descriptor < 0) return;
        ++counts_.files;
        std::array<unsigned char, page> start{};
        const std::size_t length = read(descriptor, start, 0);
        const std::uint64_t magic = length >= 8 ? big(start, 0, 4) : 0;
        const bool wide = magic == 0xcafebabf, universal = wide || magic == 0xcafebabe;
        if (universal && big(start, 4, 4) <= 16) {
            ++counts_.code_files;
            const std::size_t row = wide ? 32 : 20;
            for (std::size_t i = 0; i < big(start, 4, 4); ++i)
                slice(descriptor, big(start, 8 + i * row + 8, wide ? 8 : 4));
        } else if (magic == 0xcffaedfe || magic == 0xcefaedfe) {
            ++counts_.code_files;
            slice(descriptor, 0);
        }
        ::close(descriptor);
    }

    void slice(int descriptor, std::uint64_t offset) {
        std::array<unsigned char, 32> header{};
        if (read(descriptor, header, offset) < header.size()) return;
        const std::size_t header_size = little(header, 0) == 0xfeedfacf ? 32 : 28;
        const std::size_t size = std::min<std::size_t>(little(header, 20), 1U << 20);
        buffer_.resize(std::max(buffer_.size(), size));
        const auto commands = std::span(buffer_).first(size);
        if (read(descriptor, commands, offset + header_size) < size) return;
        ++counts_.slices;
        for (std::size_t at = 0; at + 16 <= size && little(commands, at + 4) >= 8; at += little(commands, at + 4)) {
            if (little(commands, at) != code_signature_command) continue;
            const std::uint64_t signature = offset + little(commands, at + 8);
            const std::size_t length = std::min<std::size_t>(little(commands, at + 12), 64U << 20);
            buffer_.resize(std::max(buffer_.size(), length));
            counts_.signature_bytes += read(descriptor, std::span(buffer_).first(length), signature);
            return;
        }
    }

    std::size_t read(int descriptor, std::span<unsigned char> buffer, std::uint64_t offset) {
        const ssize_t got = ::pread(descriptor, buffer.data(), buffer.size(), static_cast<off_t>(offset));
        const std::size_t length = got > 0 ? static_cast<std::size_t>(got) : 0;
        counts_.read_bytes += length;
        return length;
    }

    Counts counts_;
    std::vector<unsigned char> buffer_;
};

} // namespace

int main(int count, char** arguments) {
    if (count != 2) return std::fputs("usage: bench_floor FOLDER\n", stderr), 64;
    Walk walk;
    walk.folder(AT_FDCWD, arguments[1]);
    const Counts& counts = walk.counts();
    std::printf("files %zu code-files %zu slices %zu signature-bytes %zu read-bytes %zu\n", counts.files,
                counts.code_files, counts.slices, counts.signature_bytes, counts.read_bytes);
    return 0;
}
