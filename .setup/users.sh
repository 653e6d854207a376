# shellcheck shell=bash
# Users for what a launcher that runs as root starts: Mathesar and PostgreSQL never run as root.

ensure_users() {
    local user
    if ((EUID == 0)); then
        for user in mathesar mathesar-db; do
            ensure_user "$user"
        done
    fi
}

ensure_user() {
    if ! getent passwd "$1" >/dev/null; then
        step "Creating the system user $1"
        useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$1"
    fi
}
