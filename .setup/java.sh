# shellcheck shell=bash
# A JDK 25 and Maven.

# shellcheck source-path=SCRIPTDIR source=../launcher/src/main/dist/find-java.sh
source "$ROOT/launcher/src/main/dist/find-java.sh"

ensure_jdk() {
    local home
    if ! home=$(java_25_home javac); then
        install_jdk
        home=$(java_25_home javac) || refuse_without_jdk
    fi
    export JAVA_HOME=$home
}

install_jdk() {
    can_install || refuse_without_jdk
    refresh_package_lists
    distribution_has openjdk-25-jdk-headless || refuse_without_jdk
    install_packages openjdk-25-jdk-headless
}

refuse_without_jdk() {
    refuse "A JDK 25 is needed; none was found in JAVA_HOME, as java on the PATH, or in /usr/lib/jvm." \
        "Install one and start again:" \
        "  Debian 13, Ubuntu 24.04 and later:  apt-get install openjdk-25-jdk-headless" \
        "  other systems:                      the package temurin-25-jdk, see https://adoptium.net/installation/linux" \
        "  without administrator's rights:     unpack the archive from https://adoptium.net/temurin/releases/?version=25" \
        "                                      and set JAVA_HOME to the directory it makes"
}

# Maven keeps what it downloads in HOME; where there is none to write to, below this repository.
choose_maven_home() {
    local home=${HOME:-}
    if [[ -z $home || ! -w $home ]]; then
        home=$SCRATCH/home
    fi
    export MAVEN_USER_HOME=${MAVEN_USER_HOME:-$home/.m2}
    MAVEN_OPTIONS=()
    # Maven itself asks the password file, not HOME.
    if [[ $home != "$(getent passwd "$EUID" | cut -d: -f6)" ]]; then
        MAVEN_OPTIONS=("-Dmaven.repo.local=$MAVEN_USER_HOME/repository")
    fi
}

maven() {
    (cd "$ROOT" && exec ./mvnw --batch-mode --quiet "${MAVEN_OPTIONS[@]}" "$@" </dev/null)
}
