// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/scan.h"
#include "core/profile/profile.h"

#include <cstdint>

/// The way of an input through the program, as fuzzers take it: read, and printed in every form that a user can ask
/// for. Each function aborts where an error is no sentence, or where printed text could harm a terminal.
namespace nei::fuzz {

ByteView as_view(const std::uint8_t* data, std::size_t size);

/// Scans a source and prints all that was found.
void inspect(const source::FileTree& tree);

/// The same for a file that a user opens: a Mach-O, a profile, an archive.
void inspect_file(const std::string& name, ByteView content);

/// The same for an app that has this file at `path`, for example "Contents/CodeResources".
void inspect_in_app(const std::string& path, ByteView content);

/// The same for a program that carries this signature.
void inspect_signature(ByteView signature);

/// Prints a bundle as text, short and whole, and as JSON.
void print(const bundle::Bundle& bundle);
void print(const profile::Profile& profile);

void expect_sentence(const Error& error);
void expect_sentences(const Problems& problems);

/// That `text` is UTF-8 without control characters other than line breaks.
void expect_harmless(std::string_view text);

/// Apple's roots.
const signature::TrustStore& trust();

} // namespace nei::fuzz
