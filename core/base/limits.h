// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

/// Every bound on what is read from input, each with its reason. Real products stay far below all of them.
namespace nei::limits {

/// Entries of one source. Xcode.app, the largest bundle known, has about 900,000 files.
inline constexpr std::size_t entries = 2'000'000;

/// Bytes of one path inside a source; macOS allows 1,024.
inline constexpr std::size_t path_bytes = 8'192;

/// Bytes of all paths of one archive together. Xcode.app's 900,000 paths have about 130 MB; without this bound a small
/// archive of deep names could imply folders without end.
inline constexpr std::size_t listed_path_bytes = 256'000'000;

/// Problems kept while an archive is listed; one more says how many were left out. Nobody reads a thousand.
inline constexpr std::size_t listing_problems = 1'000;

/// Folders in folders inside a source. macOS paths of 1,024 bytes cannot nest deeper than 512.
inline constexpr std::size_t folder_depth = 512;

/// What an archive may unpack to without a look at how small it was packed. Below this even the worst costs a second.
inline constexpr std::uint64_t unpacked_bytes_any_ratio = 256'000'000;

/// Bytes that one byte of an archive may unpack to, above that size. Code packs to a third, text to a tenth; a file of
/// zeros reaches 1,000 in zip and 7,000 in xz.
inline constexpr std::uint64_t unpacked_ratio = 200;

/// One piece of a pbzx. Apple's tools cut the payload of a package into pieces of 16 MB before they compress them.
inline constexpr std::uint64_t pbzx_piece_bytes = 64'000'000;

/// How often one pass over an archive that can only be streamed may start anew. A Mach-O is read front to back, so real
/// ones need none.
inline constexpr int archive_restarts = 16;

/// Archives opened inside what was opened. Release folders hold a dozen.
inline constexpr std::size_t inner_archives = 256;

/// Bytes of archives inside archives that are held in memory, all of them together; more goes to a private file.
inline constexpr std::size_t inner_archive_memory = 64'000'000;

/// Bytes of one archive inside an archive. App Store Connect takes apps up to 4 GB.
inline constexpr std::uint64_t inner_archive_bytes = 16'000'000'000;

/// A seal, or another property list of which only a summary is kept. Seals reach 30 MB.
inline constexpr std::size_t plist_bytes = 64'000'000;

/// Rules of one seal. Apple's tools write 13; hand-written lists have some dozens.
inline constexpr std::size_t seal_rules = 256;

/// Bytes of the pattern of a rule. The longest that Apple's tools write has 110.
inline constexpr std::size_t seal_pattern_bytes = 1'000;

/// Bytes that the automaton of one pattern may take. Those that Apple's tools write stay below 20 KB.
inline constexpr std::int64_t seal_pattern_memory = 500'000;

/// Bytes of all seals that are held at once to list files. Of a product with 100,000 files they have 25 MB.
inline constexpr std::uint64_t all_seal_bytes = 100'000'000;

/// Files listed at once, for all code items together: each is listed for every item around it.
inline constexpr std::size_t listed_files = 1'500'000;

/// Files that one seal may list in vain. A reader looks at the first of them.
inline constexpr std::size_t missing_files = 10'000;

/// Files of one code item that are said to be added, changed or missing. A reader looks at the first of them, and a
/// program that writes into its own bundle adds any number.
inline constexpr std::size_t seal_errors = 10'000;

/// An Info.plist: all of it is kept and printed. The largest seen is under 1 MB.
inline constexpr std::size_t info_plist_bytes = 8'000'000;

/// Nesting of a property list. libplist 2.2 overflows the stack on XML nested a million deep.
inline constexpr std::size_t plist_depth = 256;

/// Values in one property list after references are expanded: a binary list can name one object many times.
inline constexpr std::size_t plist_values = 1'000'000;

/// Depths of all values of a property list together: each is printed on a line of its own, indented by its depth. Those
/// of a seal have four each.
inline constexpr std::size_t plist_levels = 16'000'000;

/// Values that a small binary list may have beyond its bytes, because it names lists more than once. Apple's writers do
/// not; others do with empty lists.
inline constexpr std::size_t plist_shared_values = 10'000;

/// How many times its size the texts of a binary list may take: each is stored once, but named as often as it occurs. A
/// long list of alike dictionaries reaches 20.
inline constexpr std::size_t plist_text_expansion = 64;

/// Bytes that libplist may move while it replaces character references (`&lt;`): for each the rest of its text. A
/// licence of 100 KB with 1,000 of them takes 100 million; this many take a quarter of a second.
inline constexpr std::uint64_t plist_reference_work = 20'000'000'000;

/// Nesting of ASN.1 values in entitlements and constraints.
inline constexpr std::size_t asn1_depth = 64;

/// A provisioning profile. Those with 1,000 devices have about 100 KB.
inline constexpr std::size_t profile_bytes = 16'000'000;

/// Elements of a claim times those that a profile allows: each is compared with each. The longest lists seen have 60.
inline constexpr std::size_t claim_comparisons = 250'000;

/// Slices of a universal Mach-O. There are fewer than 20 architectures.
inline constexpr std::uint32_t slices = 64;

/// Load commands of one slice, in bytes. The largest seen is 60 KB.
inline constexpr std::uint32_t load_command_bytes = 16'000'000;

/// Load commands of one slice, in number.
inline constexpr std::uint32_t load_commands = 65'536;

/// Problems listed for one slice. Somebody who looks at a broken file reads the first of them.
inline constexpr std::size_t slice_problems = 100;

/// Bytes of symbols and names read of one slice. A browser's framework has 60 MB of them.
inline constexpr std::uint64_t name_bytes = 128'000'000;

/// An embedded signature. SHA-256 of a 4 KB page takes 32 bytes, so this signs code of 8 GB.
inline constexpr std::uint32_t signature_bytes = 64'000'000;

/// A file of `_CodeSignature` with a part of a signature: what is signed so has no code, so that a code directory has
/// no page hashes. All of them are held until their bundle is known.
inline constexpr std::size_t signature_file_bytes = 1'000'000;

/// Blobs in one signature; Apple defines fewer than 30 slots.
inline constexpr std::uint32_t signature_blobs = 256;

/// Nesting of a code requirement. Apple's own reader stops at 1,000; requirements seen nest below 20.
inline constexpr std::size_t requirement_depth = 256;

/// All requirements of one signature. The longest seen has 4 KB; the tree of an expression takes 50 times its bytes.
inline constexpr std::size_t requirement_bytes = 256'000;

/// Special slots of a code directory. Apple has named eleven.
inline constexpr std::uint32_t special_slots = 64;

/// A signing identifier or team ID. Identifiers follow file names, of 255 bytes at most.
inline constexpr std::size_t signing_identifier_bytes = 4'096;

/// Entitlements or a constraint in a signature. The largest seen are below 20 KB.
inline constexpr std::size_t entitlement_bytes = 1'000'000;

/// Certificates in one CMS signature, readable or not; Apple's chains have three or four.
inline constexpr std::size_t certificates = 128;

/// Bytes of one CMS signature. Those of code have about 10 KB; a profile has its content in it.
inline constexpr std::size_t cms_bytes = 16'000'000;

/// Signers of one CMS signature, readable or not; Apple uses one.
inline constexpr std::size_t cms_signers = 16;

/// Values of all attributes of one signer; Apple's have below 20.
inline constexpr std::size_t cms_attribute_values = 1'000;

/// Certificates of one provisioning profile. A team may have some hundred developers.
inline constexpr std::size_t profile_certificates = 2'000;

/// One certificate; those of Apple and of developers have 1 to 2 KB.
inline constexpr std::size_t certificate_bytes = 65'536;

/// Certificates from a leaf to its root; Apple's chains have three or four.
inline constexpr std::size_t chain_length = 10;

/// Signatures checked to find the root of one chain, so that many certificates of one name cannot take minutes.
inline constexpr std::size_t chain_checks = 64;

/// A file of root certificates. Apple's three take 5 KB; a system's whole store is below 300 KB.
inline constexpr std::size_t certificate_file_bytes = 4'000'000;

/// A stapled ticket; real ones are below 4 KB, and each slice of each code item adds 21 bytes.
inline constexpr std::size_t ticket_bytes = 4'000'000;

/// Places where the libraries of one code item are looked for: each library in each of its run paths. Large products
/// take some hundred.
inline constexpr std::size_t library_lookups = 20'000;

/// An embedded __info_plist or __launchd_plist section.
inline constexpr std::uint64_t section_plist_bytes = 4'000'000;

/// An XML document of an installer package, and its table of contents once inflated. The table takes 700 bytes for each
/// file of the package (not of its payload); the largest seen is below 1 MB.
inline constexpr std::size_t xml_bytes = 16'000'000;

/// Nesting of such a document. The table of contents nests as deep as the folders in the package, which are a few.
inline constexpr std::size_t xml_depth = 256;

/// Elements of such a document; each takes a hundred times the bytes that it takes in the file.
inline constexpr std::size_t xml_elements = 200'000;

/// Attributes of one element. QXmlStreamReader compares each with all others.
inline constexpr std::size_t xml_attributes = 128;

/// Signatures of one installer package; Apple writes two.
inline constexpr std::size_t package_signatures = 8;

/// Trailers behind an installer package; Apple writes two, a ticket and a mark where to stop.
inline constexpr std::size_t package_trailers = 16;

/// Components of one installer package. Products have a few; a suite of many programs has some dozens.
inline constexpr std::size_t package_components = 1'000;

/// Scripts of one component. Installer starts two of them; others come along for these to call.
inline constexpr std::size_t package_scripts = 1'000;

/// Bytes of one script that are kept to be shown. Those of large products have 20 KB.
inline constexpr std::size_t script_bytes = 256'000;

/// Bytes of all scripts of one source that are kept to be shown, so that many packages cannot fill the memory.
inline constexpr std::size_t all_script_bytes = 16'000'000;

} // namespace nei::limits
