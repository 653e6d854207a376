# shellcheck shell=bash
# Counts what the suites report, and says what failed and what was skipped.

PASSED=0 FAILED=0 SKIPPED=0

# Reads lines "passed", "failed NAME: TEXT" and "skipped NAME: REASON"; all others are of no interest.
tally() {
    local outcome text
    while read -r outcome text; do
        case $outcome in
            passed) PASSED=$((PASSED + 1)) ;;
            failed)
                FAILED=$((FAILED + 1))
                say "    FAILED  $text"
                ;;
            skipped)
                SKIPPED=$((SKIPPED + 1))
                say "    skipped $text"
                ;;
        esac
    done
}

tally_failure() {
    tally <<<"failed $*"
}

# A suite that ended badly without a failed test to show for it has crashed.
tally_crash() {
    local status=$1 failed_before=$2 log=$3
    if ((status != 0 && FAILED == failed_before)); then
        tally_failure "the suite ended with status $status and names no failed test; its last words:"
        show_end_of "$log"
    fi
}

show_end_of() {
    telling_lines "$1" | sed 's/^/    | /'
    say "    (the whole output is in $1)"
}

counts() {
    printf '%d passed, %d failed' "$1" "$2"
    if (($3 > 0)); then
        printf ', %d skipped' "$3"
    fi
}
