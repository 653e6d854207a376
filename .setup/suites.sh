# shellcheck shell=bash
# The suites of ./check, one function each. A function tallies its tests and always returns.

readonly REPORTS=$ROOT/launcher/target/surefire-reports
ENDURANCE=

# Scripts, YAML, and what the commands themselves promise.
suite_shell() {
    local file log=$LOGS/shell.log before=$FAILED status=0
    while IFS= read -r file; do
        lint "$file" shellcheck --external-sources
    done < <(shell_scripts)
    while IFS= read -r file; do
        lint "$file" yamllint --strict --config-file "$ROOT/.yamllint"
    done < <(our_files | grep -E '\.ya?ml$|/\.yamllint$')
    "$ROOT/.setup/test-commands" >"$log" 2>&1 </dev/null || status=$?
    tally <"$log"
    tally_crash "$status" "$before" "$log"
}

shell_scripts() {
    local file
    while IFS= read -r file; do
        if [[ $file == *.sh || $(head -n 1 "$file" | tr -d '\0') =~ ^#!.*[/\ ](ba)?sh$ ]]; then
            printf '%s\n' "$file"
        fi
    done < <(our_files)
}

# Maven's wrapper is Maven's.
our_files() {
    find "$ROOT" \( -name .git -o -name target -o -name .launch \) -prune -o -type f ! -name mvnw -print | sort
}

lint() {
    local file=$1 output
    shift
    if output=$("$@" "$file" 2>&1); then
        tally <<<passed
    else
        tally_failure "$1 ${file#"$ROOT"/}"
        head -n 15 <<<"$output" | sed 's/^/    | /'
    fi
}

# What `./mvnw verify` does after compiling; the classes are left alone, since `endurance` runs from them meanwhile.
suite_build() {
    local log=$LOGS/style.log
    run_tests build 300
    if maven spotless:check &>"$log"; then
        tally <<<passed
    else
        tally_failure "the code's format; ./mvnw spotless:apply puts it right"
        show_end_of "$log"
    fi
}

suite_sample() {
    local environment=$SCRATCH/sample-environment log=$LOGS/sample.log before=$FAILED status=0
    if ! make_environment "$environment" &>"$log" </dev/null; then
        tally_failure "the environment of the sample application could not be made"
        show_end_of "$log"
        return
    fi
    "$environment/bin/python" "$ROOT/.setup/run-unittest" "$ROOT/sample-app/tests" \
        >"$LOGS/sample.results" 2>"$log" </dev/null || status=$?
    tally <"$LOGS/sample.results"
    tally_crash "$status" "$before" "$log"
}

make_environment() {
    local directory=$1 requirements=$ROOT/sample-app/requirements.txt
    cmp -s "$requirements" "$directory/requirements.txt" || {
        rm -rf "$directory" &&
            "$PYTHON" -m venv "$directory" &&
            "$directory/bin/python" -m pip install --disable-pip-version-check --requirement "$requirements" &&
            cp "$requirements" "$directory/requirements.txt"
    }
}

suite_contract() {
    run_tests contract 600
}

# These tests wait for clocks more than for the processor, and each class has an address of its own.
suite_certificates() {
    local parallel=-Djunit.jupiter.execution.parallel
    run_tests certificates 600 "$parallel.enabled=true" "$parallel.mode.default=same_thread" \
        "$parallel.mode.classes.default=concurrent" "$parallel.config.strategy=fixed" \
        "$parallel.config.fixed.parallelism=4"
}

suite_databases() {
    run_tests databases 600
}

suite_browser() {
    run_tests browser 600
}

suite_crash() {
    run_tests crash 600
}

# It takes more than ten minutes and mostly waits, so it is started before the others and asked for after them.
start_endurance() {
    # With job control it is a process group of its own, which can be ended as a whole.
    set -m
    tests_in_maven endurance 840 &>"$LOGS/endurance.log" &
    ENDURANCE=$!
    set +m
}

suite_endurance() {
    local before=$FAILED status=0
    wait "$ENDURANCE" || status=$?
    ENDURANCE=
    tally < <("$ROOT/.setup/read-reports" "$REPORTS" endurance)
    tally_crash "$status" "$before" "$LOGS/endurance.log"
}

stop_endurance() {
    if [[ -n $ENDURANCE ]]; then
        kill -- "-$ENDURANCE" 2>/dev/null || true
    fi
}

run_tests() {
    local suite=$1 seconds=$2 before=$FAILED status=0
    tests_in_maven "$@" &>"$LOGS/$suite.log" || status=$?
    tally < <("$ROOT/.setup/read-reports" "$REPORTS" "$suite")
    tally_crash "$status" "$before" "$LOGS/$suite.log"
}

# The report's suffix tells apart the suites that have classes in common.
tests_in_maven() {
    local suite=$1 seconds=$2 selection=()
    shift 2
    if [[ $suite != build ]]; then
        selection=("-Dgroups=$suite" -DexcludedGroups=)
    fi
    maven -pl launcher surefire:test "${selection[@]}" -Dsurefire.reportNameSuffix="$suite" -DtempDir="surefire-$suite" \
        -Dsurefire.timeout="$seconds" "$@"
}
