# shellcheck shell=bash
# Pebble, the certificate authority for tests: what is there, else Debian's newest, else built with Go.

# Profiles and renewal information came with this version.
readonly PEBBLE_NEEDED=2.7 PEBBLE_FROM_GO=v2.10.0
readonly DEBIAN_KEYS=/usr/share/keyrings/debian-archive-keyring.gpg

ensure_pebble() {
    local home=$SCRATCH/pebble
    if [[ -n ${PEBBLE:-} ]]; then
        [[ -x $PEBBLE ]] || refuse "There is no program $PEBBLE, which PEBBLE names." \
            "Set PEBBLE to the path of the program pebble, or unset it, and it is fetched."
        use_pebble "${PEBBLE%/*}"
    elif has_new_pebble; then
        use_pebble "$(dirname "$(command -v pebble)")"
    else
        is_pebble_in "$home/usr/bin" || fetch_pebble "$home"
        use_pebble "$home/usr/bin"
    fi
}

use_pebble() {
    export PEBBLE=${PEBBLE:-$1/pebble} PEBBLE_CHALLTESTSRV=${PEBBLE_CHALLTESTSRV:-$1/pebble-challtestsrv}
    [[ -x $PEBBLE_CHALLTESTSRV ]] || refuse "The program pebble-challtestsrv is missing beside $PEBBLE." \
        "Set PEBBLE_CHALLTESTSRV to its path; both come together."
}

# Debian's does not tell its version itself. Other programs are called pebble too, but have no such neighbour.
has_new_pebble() {
    local path version
    path=$(command -v pebble) && is_pebble_in "${path%/*}" || return 1
    version=$(dpkg-query --show --showformat='${Version}' pebble 2>/dev/null) ||
        version=$("$path" -version 2>/dev/null | grep -Eo '[0-9]+(\.[0-9]+)+') || return 1
    [[ $(printf '%s\n' "$PEBBLE_NEEDED" "$version" | sort --version-sort | head -n 1) == "$PEBBLE_NEEDED" ]]
}

is_pebble_in() {
    [[ -x $1/pebble && -x $1/pebble-challtestsrv ]]
}

fetch_pebble() {
    local home=$1 download
    download=$(mktemp -d "$SCRATCH/pebble.XXXXXX")
    if { has apt-get && has dpkg && patiently "Fetching Pebble from Debian" "$LOGS/pebble-debian.log" \
        unpack_pebble "$download"; } ||
        { has go && patiently "Building Pebble $PEBBLE_FROM_GO" "$LOGS/pebble-go.log" build_pebble "$download"; }; then
        rm -rf "$home"
        mv "$download/programs" "$home"
        rm -rf "$download"
    else
        rm -rf "$download"
        give_up "$PASSING" "Pebble $PEBBLE_NEEDED or newer, which the tests of certificates need, could not be fetched." \
            "Check the network and start again, or set PEBBLE to the path of the program."
    fi
}

# Asks a source of its own with lists of its own, so that the system's package management sees nothing of it. Called where
# `set -e` does not reach, hence the chains.
unpack_pebble() {
    local place=$1 mirror
    mirror=$(debian_mirror) &&
        mkdir -p "$place/lists/partial" "$place/cache/archives/partial" "$place/programs" &&
        echo "deb [signed-by=$DEBIAN_KEYS] $mirror sid main" >"$place/sources.list" &&
        apt_apart "$place" update &&
        (cd "$place" && apt_apart "$place" download pebble) &&
        dpkg -x "$place"/pebble_*.deb "$place/programs" &&
        is_pebble_in "$place/programs/usr/bin"
}

apt_apart() {
    local place=$1
    shift
    apt-get -o Dir::Etc::sourcelist="$place/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::State::lists="$place/lists" -o Dir::Cache="$place/cache" -o APT::Sandbox::User=root \
        -o Acquire::Languages=none -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false "$@"
}

# The one that this machine is set up with, where it is a Debian.
debian_mirror() {
    local mirror
    mirror=$(apt-get update --print-uris 2>/dev/null | sed -n "s|^'\(.*/debian\)/dists/.*|\1|p" | head -n 1) || true
    [[ -n $mirror ]] && echo "$mirror"
}

build_pebble() {
    local program module=github.com/letsencrypt/pebble/v2/cmd
    for program in pebble pebble-challtestsrv; do
        GOBIN=$1/programs/usr/bin go install "$module/$program@$PEBBLE_FROM_GO" || return
    done
}
