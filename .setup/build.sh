# shellcheck shell=bash
# The program as it is installed: PROGRAM/lib with the jars, PROGRAM/bin with the script that starts them.

readonly PROGRAM=$ROOT/launcher/target/mathesar-launcher
readonly SOURCES=("$ROOT"/{pom.xml,.mvn,launcher/pom.xml,launcher/src/main,appliance/versions.properties})

# Whoever only wants to run the program fetches and compiles nothing of its tests; ./check sets this anew.
BUILD_FLAGS=(-Dlaunch -Dmaven.test.skip)

is_built() {
    [[ -f $PROGRAM/built && -z $(find "${SOURCES[@]}" -newer "$PROGRAM/built" -print -quit) ]]
}

build() {
    [[ -w $ROOT ]] || refuse "The program must be built first, and $ROOT cannot be written by $(id -un)." \
        "Run this as the user that owns the directory, or clone the repository into one of your own."
    locked build_unless_built ||
        give_up "$UNEXPECTED" "The program could not be built." \
            "If the lines above speak of a download, check the network and start again; else they name the line to correct."
}

# Two builds at once would spoil each other's files.
locked() {
    local lock status=0
    exec {lock}>"$SCRATCH/build.lock"
    flock "$lock"
    "$@" || status=$?
    exec {lock}>&-
    return "$status"
}

build_unless_built() {
    is_built || build_program
}

# Called where `set -e` does not reach, hence the chain.
build_program() {
    # Jars are removed, never overwritten: a launcher that runs from them keeps the files it has open.
    rm -rf "$PROGRAM" &&
        touch "$SCRATCH/build-started" &&
        patiently "Building the program (the first time, Maven and the libraries are downloaded too)" "$LOGS/build.log" \
            maven -pl launcher package "${BUILD_FLAGS[@]}" -Dspotless.check.skip &&
        install -D -m 755 -t "$PROGRAM/bin" "$ROOT/launcher/src/main/dist/mathesar-launcher" &&
        install -D -m 644 -t "$PROGRAM/bin" "$ROOT/launcher/src/main/dist/find-java.sh" &&
        mv "$SCRATCH/build-started" "$PROGRAM/built"
}
