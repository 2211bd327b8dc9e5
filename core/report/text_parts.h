// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/text_layout.h"
#include "core/verify/integrity.h"

#include <optional>

/// The parts that text reports are made of. `prefix` stands before every line: branches of the tree, indentation.
namespace nei::report {

/// The slices that a selection shows; for text of one item.
std::vector<const bundle::CodeSlice*> shown_slices(const bundle::CodeItem& item, std::string_view architecture);

/// "arm64, x86_64  macOS 13.0 or later"; empty where the item has no code.
Spans code_spans(const bundle::CodeItem& item, std::string_view architecture);

/// The signature that stands for the item among these slices; null where unsigned.
const signature::Signature* shown_signature(const bundle::CodeItem& item, std::string_view architecture);

/// Whether the slices of an item say the same of who signed them, as what and with which flags.
bool slices_alike(const bundle::CodeItem& item, std::string_view architecture);

/// Whether the first of the shown slices says that it is signed, and the signature could not be read.
bool is_unreadable(const bundle::CodeItem& item, std::string_view architecture);

/// "Signature=adhoc", or the common name of the signer, with what its class is called where the name does not say.
Spans signer_spans(const signature::Signature* signature, bool unreadable);

/// The few lines of an item that matter, below its heading.
void item_lines(Page& page, std::string_view prefix, const bundle::CodeItem& item, std::string_view architecture);

/// Everything else that is known of an item: for --all.
void item_details(Page& page, std::string_view prefix, const bundle::CodeItem& item, std::string_view architecture);

/// What `codesign -dvvvvvv -r-` prints of a signature, with the same names.
void signature_details(Page& page, std::string_view prefix, const signature::Signature& signature,
                       std::string_view location);

/// What the item claims and its profile allows: restricted keys one by one with their verdict, the rest in a line;
/// with --all every key with its values.
void entitlement_lines(Page& page, std::string_view prefix, const std::vector<profile::Authorisation>& rows);

/// Name, kind and dates of a profile in two lines; with --all everything but its allow-list.
void profile_lines(Page& page, std::string_view prefix, const profile::Profile& profile, bool whole);

/// What an installer package says of itself, and whether its signature is right: heading and lines.
void package_lines(Page& page, const bundle::InstallerPackage& package);

/// One line for a value; an empty one is said to be.
std::string value_words(const plist::Value& value);

/// A property list, one line a key, nested ones indented.
void value_lines(Page& page, std::string_view prefix, const plist::Value& value);

/// "date only" of a moment, for lines where the time of day does not matter: "2044-10-22".
std::string day_of(Timestamp moment);

/// What could not be read, in sentences.
void problem_lines(Page& page, const Problems& problems);

/// What could not be checked, and why.
void not_checked_line(Page& page, const std::vector<verify::NotChecked>& not_checked);

/// That other roots than Apple's are trusted, where that is so.
void trust_line(Page& page, const bundle::Bundle& bundle);

/// First line of each report of a source.
void source_heading(Page& page, const bundle::SourceInfo& source, std::string_view rest);

} // namespace nei::report
