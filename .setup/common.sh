# shellcheck shell=bash
# Words, waiting and ways out, shared by ./launch and ./check. ROOT is the repository.

# The program's own exit statuses, from BSD's sysexits.
# shellcheck disable=SC2034  # used in the other parts
readonly USAGE=64 UNEXPECTED=70 PASSING=75
TICKER=

say() {
    printf '%s\n' "$*"
}

step() {
    printf '==> %s\n' "$*"
}

# Each argument is one line: what was wrong, then what to do.
refuse() {
    give_up "$USAGE" "$@"
}

give_up() {
    local status=$1
    shift
    printf '%s\n' "$@" >&2
    exit "$status"
}

has() {
    command -v "$1" >/dev/null
}

home_directory() {
    printf '%s\n' "${HOME:-$(getent passwd "$EUID" | cut -d: -f6)}"
}

prepare_scratch() {
    SCRATCH=$ROOT/.launch
    if ! mkdir -p "$SCRATCH" 2>/dev/null || [[ ! -w $SCRATCH ]]; then
        SCRATCH=$(mktemp -d)
    fi
    LOGS=$SCRATCH/log
    mkdir -p "$LOGS"
}

# Runs a command with its output in a log, says every ten seconds that it goes on, and shows its last words if it fails.
patiently() {
    local what=$1 log=$2 status=0
    shift 2
    step "$what"
    start_ticker 10
    "$@" >"$log" 2>&1 </dev/null || status=$?
    stop_ticker
    if ((status != 0)); then
        telling_lines "$log" | sed 's/^/    | /' >&2
        say "    (the whole output is in $log)" >&2
    fi
    return "$status"
}

# Maven's errors come first and are followed by advice about Maven; other programs say the cause last.
telling_lines() {
    grep -m 15 '^\[ERROR\] .' "$1" || tail -n 25 "$1"
}

start_ticker() {
    local every=$1 started=$SECONDS
    while sleep "$every" &>/dev/null; do
        say "    … $((SECONDS - started)) s"
    done &
    TICKER=$!
}

stop_ticker() {
    if [[ -n $TICKER ]]; then
        kill "$TICKER" 2>/dev/null || true
        wait "$TICKER" 2>/dev/null || true
        TICKER=
    fi
}
