# shellcheck shell=bash
# Finds a Java 25 on this machine; sourced by mathesar-launcher and by the scripts that build it.

# Prints the home of the first Java 25 that has the program bin/$1, or fails.
java_25_home() {
    local program=$1 home
    for home in "${JAVA_HOME:-}" "$(java_home_on_path)" /usr/lib/jvm/*25*; do
        if [[ -x $home/bin/$program ]] && is_java_25 "$home/bin/java"; then
            printf '%s\n' "$home"
            return
        fi
    done
    return 1
}

java_home_on_path() {
    local java
    java=$(command -v java) || return 0
    java=$(readlink -f "$java")
    printf '%s\n' "${java%/bin/java}"
}

is_java_25() {
    [[ $("$1" -version 2>&1) =~ version\ \"25[.\"-] ]]
}
