// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundle/files.h"

#include <string>
#include <string_view>

/// What things are called when people read them: one vocabulary for the command line, reports and the window.
/// Texts that come from a bundle (names, identifiers) are returned as they are; whoever shows them calls display_text.
namespace nei::report {

/// "Packet tunnel provider, system extension"; where there is no provider the kind alone: "App", "Framework", ...
std::string item_description(const bundle::CodeItem& item);

/// "Developer ID", "Apple Development", "Mac App Store", ...
std::string_view signer_class_words(signature::SignerClass signer_class);

/// Who signed, in short: "Developer ID", "ad hoc", "ad hoc by the linker", "not signed" for null.
std::string signer_words(const signature::Signature* signature);

/// Whether a verdict is good news, bad news or neither.
enum class Mark { good, bad, neutral };
Mark mark_of(profile::Verdict verdict);
/// "✓", "✗" or "·": always beside words, never alone.
std::string_view mark_text(Mark mark);

/// "allowed", "not allowed", "needs no profile", ...
std::string_view verdict_words(profile::Verdict verdict);
/// The same for one row, with what is special about it: "allowed by wildcard", "not allowed: app-proxy-provider".
std::string verdict_words(const profile::Authorisation& authorisation);

/// "Apple", "root named with --trust-root", ...: where a chain ends.
std::string_view chain_words(signature::ChainAnchor anchor);

/// "macOS", "iOS Simulator", ...; the name itself where it is none that has a spelling.
std::string platform_words(std::string_view platform);
/// "macOS 13.0 or later"
std::string minimum_os_words(const macho::Platform& platform);
/// Every platform once; slices that differ are named: "macOS 10.14 or later (x86_64), macOS 11.0 or later (arm64)".
std::string minimum_os_words(const bundle::CodeItem& item);

/// "0x10000(runtime)", "0x0(none)", as codesign prints flags.
std::string flags_words(std::uint32_t flags);

/// "Developer ID, all Macs", "development, 3 devices".
std::string profile_kind_words(const profile::Profile& profile);
/// "Profile content is intact, signed by Apple", or the sentence that says why not.
std::string profile_signature_words(const profile::ProfileSignature& signature);

/// "folder", "zip archive", "Mach-O file", ...
std::string_view source_kind_words(source::SourceKind kind);

/// "2.1 (345)", "2.1", "build 345"; empty where neither is known.
std::string version_words(const bundle::CodeItem& item);

/// What covers a file: "sealed", "bound by slot -1", "nested code", "not in the seal", ...
std::string seal_state_words(const bundle::ListedFile& file);
/// Bad: listed and not there. Neutral: nothing covers it, which may be right. Good: covered.
Mark mark_of(bundle::SealState state);

/// "executable", "dynamic library", ...
std::string_view file_type_words(macho::FileType type);

} // namespace nei::report
