// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/forge/item.h"
#include "tests/forge/seal.h"
#include "tests/forge/tree.h"

namespace nei::forge {

/// Where an item went.
struct PlacedItem {
    const Item* item = nullptr;
    std::string path; ///< in the tree
};

/// What a container has to know of an item in it.
struct BuiltItem {
    std::optional<SealedCode> sealed; ///< absent where it is not signed
    std::vector<Bytes> cdhashes;      ///< of all its slices and of everything in it, for tickets
};

/// Writes items into a tree, signed inside out: what is nested first, then seal, then executable.
class BundleWriter {
public:
    explicit BundleWriter(Tree& tree) : tree_(tree) {}

    /// Writes `item` at `folder` + "/" + its file name; an empty folder is the tree's root.
    BuiltItem write(const Item& item, const std::string& folder);

    /// All items in the order in which they were begun: containers before what they contain.
    const std::vector<PlacedItem>& placed() const { return placed_; }

private:
    struct Work;
    void write_nested(Work& work);
    void write_files(Work& work);
    void write_seal(Work& work);
    void write_code(Work& work);
    void write_detached_signature(Work& work);
    void write_version_links(const Work& work);
    void write_ticket(const Work& work);

    Tree& tree_;
    Containers containers_;
    std::vector<PlacedItem> placed_;
};

} // namespace nei::forge
