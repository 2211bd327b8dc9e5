// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/inputs.h"

#include <cstdio>
#include <exception>
#include <string_view>

int main(int count, char** arguments) {
    if (count != 2 || std::string_view(arguments[1]).starts_with("-")) {
        std::fputs("usage: make_bench_inputs FOLDER   writes the bundles that neinspect_bench opens, about 4.2 GB\n",
                   stderr);
        return 64;
    }
    try {
        const auto inputs = nei::bench::make_inputs(arguments[1], nei::bench::Scale::full);
        for (const auto& path :
             {inputs.app, inputs.many_items_app, inputs.other_app, inputs.other_many_items_app, inputs.ipa})
            std::puts(path.c_str());
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "make_bench_inputs: %s\n", error.what());
        return 2;
    }
}
