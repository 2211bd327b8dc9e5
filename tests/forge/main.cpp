// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/forge/certificates.h"
#include "tests/forge/spec.h"
#include "tests/forge/spec_error.h"

#include <cstdio>
#include <fstream>
#include <string_view>

namespace {

constexpr int wrong_usage = 64, cannot_make = 2;

int run(int count, char** arguments) {
    const std::string_view first = count > 1 ? arguments[1] : "";
    if (count == 3 && first == "--trust-root") {
        std::ofstream file(arguments[2]);
        file << nei::forge::trust_roots_pem();
        return file.flush() ? 0 : cannot_make;
    }
    if (count != 3 || first.starts_with("-")) {
        std::fputs(
            "usage: neforge SPEC.json OUT       writes the bundle into folder OUT, or OUT.zip, .ipa, .pkg, .tar[.gz]\n"
            "       neforge --trust-root FILE   writes the forged root certificates as PEM\n",
            stderr);
        return wrong_usage;
    }
    const auto made = nei::forge::write_bundle(nei::forge::read_spec(arguments[1]), arguments[2]);
    std::puts(made.c_str());
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    try {
        return run(count, arguments);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "neforge: %s\n", error.what());
        return cannot_make;
    }
}
