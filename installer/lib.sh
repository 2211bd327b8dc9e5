# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by installer/run, installer/test and .ci/run: what each of them needs, why, and how it gets onto this computer.
# It runs in bash 3.2 too, the one that macOS brings.

source_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$@"; }

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# GROUP, Debian package, Homebrew formula, reason. "-" where a system needs nothing for it.
needed() {
    cat <<'EOF'
build g++                 -             compiles C++23 (GCC 12 or newer)
build cmake               cmake         configures the build
build ninja-build         ninja         runs the build
build pkgconf             pkgconf       finds libplist and RE2
build qt6-base-dev        qtbase        the window (Qt 6.4 or newer)
build qt6-svg-dev         qtsvg         icons of the window
build libquazip1-qt6-dev  quazip        reads zip archives and .ipa files in place
build zlib1g-dev          -             decompression below QuaZip
build libarchive-dev      libarchive    reads tar archives and installer packages
build libplist-dev        libplist      reads property lists
build libre2-dev          re2           matches the patterns of seals
build libssl-dev          openssl@3     reads signatures and certificates, makes digests
build libfmt-dev          fmt           puts text together
build nlohmann-json3-dev  nlohmann-json writes JSON, reads the tables
build libcli11-dev        cli11         reads the command line
font  fonts-dejavu-core   -             letters: no font was found, and a window would draw boxes
wayland qt6-wayland       -             draws on a Wayland display
test  libgtest-dev        googletest    runs the tests (GoogleTest)
test  libgmock-dev        -             matchers of GoogleTest
test  python3-jsonschema  -             holds JSON output against its schema
corpus xz-utils           -             unpacks the real bundles that lie beside the checkout (.tar.xz)
corpus unzip              -             unpacks the real bundles that lie beside the checkout (.zip)
ci    clang-format-19     -             checks how the sources are formatted
ci    shellcheck          -             checks the scripts
EOF
}

# debian (Debian, Ubuntu and what descends from them), macos or other.
system_kind() {
    if [ "$(uname -s)" = Darwin ]; then
        echo macos
    elif command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
        echo debian
    else
        echo other
    fi
}

# Lines "PACKAGE REASON" of the groups that follow, with the package's name for apt or brew.
packages_for() {
    local manager=$1 group apt brew why
    shift
    needed | while read -r group apt brew why; do
        case " $* " in *" $group "*) ;; *) continue ;; esac
        if [ "$manager" = brew ]; then apt=$brew; fi
        if [ "$apt" != - ]; then printf '%s %s\n' "$apt" "$why"; fi
    done
}

# Those lines of the input whose package is not installed.
missing_with_apt() {
    local package why
    while read -r package why; do
        # shellcheck disable=SC2016  # dpkg-query's own variables
        case " $(dpkg-query -W -f '${db:Status-Status} ' "$package" 2>/dev/null)" in
        *" installed "*) ;;  # dpkg also knows packages that are "not-installed"
        *) printf '%s %s\n' "$package" "$why" ;;
        esac
    done
}

missing_with_brew() {
    local package why installed
    installed=$(brew list --formula -1 | tr '\n' ' ')
    while read -r package why; do
        case " $installed" in *" $package "*) ;; *) printf '%s %s\n' "$package" "$why" ;; esac
    done
}

print_packages() {
    local package why
    while read -r package why; do printf '  %-20s %s\n' "$package" "$why"; done
}

# Whether as_root will work; here sudo asks for its password, if it must.
may_install() {
    if [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; then return 0; fi
    command -v sudo >/dev/null || return 1
    say "sudo may ask for your password."
    sudo true
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_with_apt() {
    local lines names name unknown log
    lines=$(packages_for apt "$@" | missing_with_apt)
    if [ -z "$lines" ]; then
        say "Every package that this needs is installed."
        return 0
    fi
    names=$(printf '%s\n' "$lines" | cut -d ' ' -f 1 | tr '\n' ' ')
    say "To be installed with apt, each with what it depends on:"
    printf '%s\n' "$lines" | print_packages
    may_install || fail "Packages cannot be installed without root's rights. As root, run:" \
        "  apt-get install --no-install-recommends $names" "and then this again."
    log=$(mktemp)
    as_root apt-get update -q >"$log" 2>&1 </dev/null ||
        say "Not every package list could be refreshed; going on with those that apt has."
    unknown=""
    for name in $names; do
        apt-cache show "$name" >/dev/null 2>&1 || unknown="$unknown $name"
    done
    if [ -n "$unknown" ]; then
        cat "$log"
        fail "apt does not know:$unknown" \
            "This needs Debian 12, Ubuntu 24.04 or newer, and network access to its packages."
    fi
    # shellcheck disable=SC2086  # names are words
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
        -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 $names >"$log" 2>&1 </dev/null; then
        cat "$log"
        fail "apt could not install the packages; the lines above say why."
    fi
    rm -f "$log"
    say "Installed."
}

install_with_brew() {
    local lines names
    xcode-select -p >/dev/null 2>&1 ||
        fail "Apple's compiler is missing. Install it with: xcode-select --install" \
            "and then run this again. It takes Xcode 26 or newer."
    command -v brew >/dev/null ||
        fail "Homebrew is missing. https://brew.sh says how to install it; then run this again."
    lines=$(packages_for brew "$@" | missing_with_brew)
    if [ -n "$lines" ]; then
        names=$(printf '%s\n' "$lines" | cut -d ' ' -f 1 | tr '\n' ' ')
        say "To be installed with Homebrew:"
        printf '%s\n' "$lines" | print_packages
        # shellcheck disable=SC2086  # names are words
        brew install $names </dev/null || fail "Homebrew could not install the packages; its message is above."
    fi
    # OpenSSL and libarchive are not linked into Homebrew's prefix, because macOS has libraries of that name.
    CMAKE_PREFIX_PATH=$(brew --prefix):$(brew --prefix libarchive)
    OPENSSL_ROOT_DIR=$(brew --prefix openssl@3)
    export CMAKE_PREFIX_PATH OPENSSL_ROOT_DIR
}

# Installs what is missing of the groups named, and nothing else.
install_needed() {
    case $(system_kind) in
    debian) install_with_apt "$@" ;;
    macos) install_with_brew "$@" ;;
    *)
        if command -v cmake >/dev/null && command -v ninja >/dev/null; then
            say "This system's packages are not known here; building with what is installed."
        else
            say "This script installs packages on Debian, Ubuntu and macOS. Here, please install what these stand for:"
            packages_for apt "$@" | print_packages
            fail "and then run it again. (The names are Debian's.)"
        fi
        ;;
    esac
}

# "font" where a window would have no letters to draw with. macOS always has some.
font_group() {
    [ "$(system_kind)" = debian ] || return 0
    local found
    found=$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-/root}/.fonts" "${HOME:-/root}/.local/share/fonts" \
        \( -name '*.ttf' -o -name '*.otf' -o -name '*.ttc' \) 2>/dev/null || true)
    [ -n "$found" ] || echo font
}

# "corpus" where real bundles for more tests lie beside the checkout.
corpus_group() {
    if [ -d "$source_dir/../shared/corpus" ]; then echo corpus; fi
}

processors() { nproc 2>/dev/null || sysctl -n hw.ncpu; }

# build_preset PRESET [TARGET...]: configures and builds into build/PRESET; without targets, everything.
build_preset() {
    local preset=$1 started=$SECONDS
    shift
    say "Building build/$preset with $(processors) processors. The first time takes some minutes."
    # ${1+...}: bash 3.2 calls an empty "$@" unset
    (
        cd "$source_dir" && cmake --preset "$preset" --log-level=WARNING >/dev/null &&
            cmake --build "build/$preset" --parallel "$(processors)" ${1+--target "$@"}
    ) || fail "The build failed; the first error above says where."
    say "Built in $((SECONDS - started)) s."
}
