# shellcheck shell=bash
# Starting anew: removes a launcher's data, and only that, after the person has said yes.

# The same choice as the program's.
data_directory() {
    if [[ -n ${DATA:-${MATHESAR_LAUNCHER_DATA:-}} ]]; then
        printf '%s\n' "${DATA:-$MATHESAR_LAUNCHER_DATA}"
    elif ((EUID == 0)); then
        echo /var/lib/mathesar-launcher
    else
        printf '%s\n' "${XDG_DATA_HOME:-$(home_directory)/.local/share}/mathesar-launcher"
    fi
}

start_anew() {
    local directory
    directory=$(realpath -m "$(data_directory)")
    if [[ ! -e $directory ]]; then
        say "There is nothing to remove: $directory does not exist."
        return
    fi
    refuse_unless_ours "$directory"
    refuse_while_running "$directory"
    ask_before_removing "$directory"
    remove_data "$directory"
}

refuse_unless_ours() {
    [[ -f $1/layout ]] || refuse "The directory $1 holds no launcher's data (it has no file 'layout'), so --fresh leaves it alone." \
        "Name the right one with --data DIR, or start without --fresh."
}

refuse_while_running() {
    [[ ! -e $1/lease ]] || lease_is_free "$1/lease" || refuse "A launcher is using $1 right now." \
        "Stop it first (Ctrl-C where it runs), then start again with --fresh."
}

# The program locks the file as POSIX has it, which flock(1) does not see.
lease_is_free() {
    "$PYTHON" - "$1" <<'PYTHON'
import fcntl, sys
try:
    with open(sys.argv[1], "r+") as lease:
        fcntl.lockf(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    sys.exit(1)
PYTHON
}

ask_before_removing() {
    local answer
    [[ -t 0 ]] || refuse "--fresh removes everything in $1 and asks before it does, but there is no terminal to ask on." \
        "Run it from a terminal."
    say "Everything in $1 ($(du -sh "$1" | cut -f1)) will be removed: the database, its passwords, the certificates."
    read -rp "Type yes to remove it: " answer
    [[ $answer == yes ]] || refuse "Nothing was removed." "Type yes in full to start anew, or start without --fresh."
}

# 'layout' goes last, so that a removal that was cut short can be repeated.
remove_data() {
    find "$1" -xdev -mindepth 1 ! -samefile "$1/layout" -delete
    rm "$1/layout"
    say "Removed."
}
