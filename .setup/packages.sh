# shellcheck shell=bash
# What must be on the machine, and how it gets there on Debian and Ubuntu.

# Mathesar runs on the system's Python, not on one that a version manager put first on the PATH.
readonly PYTHON=/usr/bin/python3
LISTS_ARE_FRESH=false

install_missing_tools() {
    local packages
    mapfile -t packages < <(missing_tools)
    if ((${#packages[@]} > 0)); then
        install_packages "${packages[@]}"
    fi
}

missing_tools() {
    has curl || has wget || echo curl
    [[ -s /etc/ssl/certs/ca-certificates.crt ]] || echo ca-certificates
    has setpriv && has flock || echo util-linux
    "$PYTHON" -c 'import ensurepip, venv' &>/dev/null || printf '%s\n' python3 python3-venv
}

install_packages() {
    if ! can_install; then
        refuse "This machine lacks: $*." "$(how_to_get "$@")"
    fi
    refresh_package_lists
    patiently "Installing $*" "$LOGS/apt-install.log" apt_get install --no-install-recommends "$@" ||
        give_up "$PASSING" "The packages $* could not be installed." \
            "Read the lines above, put right what they name (often the network or a package source), and start again."
}

how_to_get() {
    if has apt-get; then
        echo "Have an administrator run: apt-get update && apt-get install --no-install-recommends $*"
    else
        echo "Install them with this system's package manager (the names are Debian's), then start again."
    fi
}

can_install() {
    has apt-get && { ((EUID == 0)) || may_use_sudo; }
}

may_use_sudo() {
    has sudo && { sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; }; }
}

as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo "$@"
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=300 "$@"
}

refresh_package_lists() {
    if ! $LISTS_ARE_FRESH; then
        # One broken source among many must not stop what the others can give.
        patiently "Fetching the lists of packages" "$LOGS/apt-update.log" apt_get update ||
            say "    Going on with the lists that are here."
        LISTS_ARE_FRESH=true
    fi
}

distribution_has() {
    [[ $(apt-cache policy "$1" 2>/dev/null) =~ Candidate:\ [0-9] ]]
}
