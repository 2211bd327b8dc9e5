// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/help.h"

#include <CLI/CLI.hpp>

namespace nei::cli {

std::string_view program_help() {
    return R"(Usage: neinspect COMMAND [OPTION]...

Shows what a macOS or iOS bundle claims and what its provisioning profiles allow: every piece of code in it,
its signature, its entitlements. Nothing is run, changed or uploaded.

Commands
  inspect PATH...   every code item of a bundle, a folder, an archive or a Mach-O file
  profile FILE...   one provisioning profile
  verify PATH...    whether what the signatures of a bundle say is true
  check PATH...     whether macOS will run it, and if not, why and what to do
  compare A B       what two builds differ in, what it means and what it breaks

Options
  --help            this text; `neinspect COMMAND --help` for a command
  --version         the version of this program

Examples
  neinspect inspect MyVPN.app
  neinspect check MyVPN.app --for developer-id
  neinspect profile embedded.provisionprofile

Exit codes
  0    done
  1    verify: not valid; check, compare: something at or above --fail-on
  2    the input could not be read
  64   wrong usage
  130  interrupted
)";
}

std::string_view inspect_help() {
    return R"(Usage: neinspect inspect PATH... [OPTION]...
       neinspect inspect --example NAME [OPTION]...

Shows every code item in PATH as a tree: what it is, who signed it, which entitlements it claims and whether its
provisioning profile allows them. PATH is a bundle, any folder, an archive (zip, .ipa, tar), an installer package
(.pkg), a Mach-O file or a profile. Of packages: who signed them, what is installed where, and their scripts as text.

Options
  --item REL          only this item and what is inside it; REL is its path in PATH
  --arch ARCH         only this architecture of universal files: arm64, x86_64, ...
  --example NAME      in place of PATH, an example that comes with the program: developer-id-system-extension,
                      developer-id-app-extension, entitlement-not-in-profile, broken-seal, debug-and-release
  --all               everything that is known: code directories, slots, requirements, certificates, libraries,
                      Info.plist, the whole profile, the text of a package's scripts
  --files             every file of each bundle, and what its seal says of it
  --find TEXT         a line for each name, key, value or file path that contains TEXT, capital or small letters alike;
                      finding nothing is no error
  --format FORMAT     text (default), json, jsonl: one document a line, for several PATHs, or codesign: of one item
                      what `codesign -dvvv` prints of it, on standard output
  --color WHEN        auto (default: on a terminal), always or never
  --trust-root FILE   judge certificate chains with the roots in FILE (PEM or DER) as well as Apple's
  --help              this text

Examples
  neinspect inspect MyVPN.app
  neinspect inspect MyVPN.app --item Contents/PlugIns/Tunnel.appex --all
  neinspect inspect build/*.app --format jsonl | jq -r '.items[].bundle_identifier'

Exit codes
  0  done      2  PATH could not be read      64  wrong usage      130  interrupted
)";
}

std::string_view profile_help() {
    return R"(Usage: neinspect profile FILE... [OPTION]...

Shows a provisioning profile (.provisionprofile, .mobileprovision): its kind, team and app ID, when it expires, whom
and which devices it is for, the entitlements that it allows, and whether its content is as it was signed.

Options
  --all               device and certificate identifiers as well
  --format FORMAT     text (default), json, or jsonl: one document a line, for several FILEs
  --color WHEN        auto (default: on a terminal), always or never
  --trust-root FILE   judge certificate chains with the roots in FILE (PEM or DER) as well as Apple's
  --help              this text

Examples
  neinspect profile MyVPN.app/Contents/embedded.provisionprofile
  neinspect profile *.mobileprovision --format jsonl | jq -r '.profile.expires'

Exit codes
  0  done      2  FILE could not be read      64  wrong usage      130  interrupted
)";
}

std::string_view verify_help() {
    return R"(Usage: neinspect verify PATH... [OPTION]...

Checks what `codesign --verify --deep --strict` checks, without a Mac: every page of code, every sealed file, the
signer and its chain, time stamps, requirements and the stapled ticket. Every code item is also checked in its own
right, system extensions and what lies in iOS bundles included, where Apple's tool does not descend.

Options
  --example NAME      in place of PATH, an example that comes with the program
  --all               every code item, not only those that are not valid
  --format FORMAT     text (default), json, or jsonl: one document a line, for several PATHs
  --color WHEN        auto (default: on a terminal), always or never
  --trust-root FILE   judge certificate chains with the roots in FILE (PEM or DER) as well as Apple's
  --help              this text

Examples
  neinspect verify MyVPN.app
  neinspect verify MyVPN.zip --format json | jq '.results[] | select(.valid | not)'

Exit codes
  0  valid      1  not valid      2  PATH could not be read      64  wrong usage      130  interrupted
)";
}

std::string_view check_help() {
    return R"(Usage: neinspect check PATH... [OPTION]...
       neinspect check --example NAME [OPTION]...
       neinspect check --explain RULE

Says whether macOS (or iOS) will run what is in PATH and start its Network Extension providers, and if not, why and
what to do. The first finding is the cause; what follows from it comes after. Signatures are verified as `verify`
does. PATH is a bundle, any folder, an archive, a package, a Mach-O file or a profile; `-` reads a list of paths from
standard input, one a line or ended by zero bytes (find -print0).

Options
  --for AIM               judge it as if shipped so: developer-id, app-store, testflight, development, ad-hoc or
                          enterprise; without this each app is judged for what it was signed for
  --device UDID           the device that it is to run on, by its provisioning UDID
  --macos VERSION         the macOS that it is to run on: 15.1
  --at DATE               judge validity at this moment: 2026-11-21; default: now
  --fail-on SEVERITY      end with 1 where there is such a finding or a worse one: blocker (default), warning, note
                          or never
  --baseline FILE         accept the findings in FILE: they are shown, and do not count
  --write-baseline FILE   write the present findings to FILE, for you to give each a reason
  --explain RULE          what a rule says in general; `all` for every rule
  --example NAME          in place of PATH, an example that comes with the program
  --format FORMAT         text (default), json, jsonl: one document a line, for several PATHs, or sarif (2.1.0)
  --color WHEN            auto (default: on a terminal), always or never
  --trust-root FILE       judge certificate chains with the roots in FILE (PEM or DER) as well as Apple's
  --help                  this text

Examples
  neinspect check MyVPN.app --for developer-id --macos 15.1
  neinspect check build/MyVPN.app --baseline known.json --format sarif > findings.sarif
  find store -name '*.app' -print0 | neinspect check - --format jsonl --fail-on never

Exit codes
  0  no finding at or above --fail-on      1  there is one      2  PATH or a file could not be read
  64  wrong usage      130  interrupted
)";
}

std::string_view compare_help() {
    return R"(Usage: neinspect compare A B [OPTION]...
       neinspect compare --example debug-and-release [OPTION]...

Shows what two builds differ in, by meaning: code items are matched by what they are, and every difference has a class
and a reason. A class is one of: breaks (the second build will not run where the first did), review (changes what the
code may do or needs), expected (follows from another configuration, distribution or version) and noise (differs in
every build). What only follows from something else, such as a hash of it, stands with that and is not counted.

Options
  --all               noise as well, and what follows from each difference with its values
  --only ASPECT,...   only differences in these: item, findings, entitlements, profile, signature, info-plist, mach-o,
                      files
  --verify            verify both builds first: takes as long as reading them, and shows what was changed after signing
  --fail-on CLASS     end with 1 where there is a difference of this class or a worse one: breaks, review, any (default;
                      noise never counts) or never
  --format FORMAT     text (default), json, markdown, or html: one page to mail and print
  --at DATE           judge validity at this date, 2026-11-21 or 2026-11-21T09:30:00Z; now unless given
  --example NAME      in place of A and B, an example that comes with the program: debug-and-release
  --color WHEN        auto (default: on a terminal), always or never
  --trust-root FILE   judge certificate chains with the roots in FILE (PEM or DER) as well as Apple's
  --help              this text

Examples
  neinspect compare Debug/MyVPN.app Release/MyVPN.app
  neinspect compare last/MyVPN.zip build/MyVPN.app --only entitlements,profile --fail-on review
  neinspect compare ours.app customers.app --verify --format html > difference.html

Exit codes
  0  nothing of the class that --fail-on names      1  something      2  A or B could not be read      64  wrong usage
  130  interrupted
)";
}

void use_help(CLI::App& app, std::string_view text) {
    app.set_help_flag("--help,-h");
    app.formatter_fn([text](const CLI::App*, std::string, CLI::AppFormatMode) { return std::string(text); });
}

} // namespace nei::cli
