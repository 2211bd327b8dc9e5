// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/plist/property_list.h"
#include "tests/fuzz/inspect.h"
#include "tests/fuzz/target.h"

/// A property list, XML or binary: by itself, written again as XML, and as an app's Info.plist.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const nei::ByteView input = nei::fuzz::as_view(data, size);
    if (const auto document = nei::plist::parse(input)) {
        (void)nei::plist::one_line(document->value);
        (void)nei::plist::parse(nei::as_bytes(nei::plist::to_xml(document->value)));
    } else {
        nei::fuzz::expect_sentence(document.error());
    }
    nei::fuzz::inspect_in_app("Contents/Library/LoginItems/Launcher.app/Contents/Info.plist", input);
    return 0;
}
