# shellcheck shell=bash
# PostgreSQL's server programs: what is there, else the distribution's, else those that Maven Central has.

readonly POSTGRES_MAJORS=(18 17 16 15 14)
readonly POSTGRES_FROM_MAVEN=17.11.0

ensure_postgres() {
    if [[ -n ${MATHESAR_LAUNCHER_POSTGRES_BIN:-} ]] || find_postgres; then
        return
    fi
    if can_install; then
        install_postgres
    fi
    find_postgres || fetch_postgres
}

# Whether the environment names a database server that exists already.
database_is_elsewhere() {
    [[ -n ${DATABASE_URL:-}${DATABASE_URL_FILE:-}${POSTGRES_HOST:-} ]]
}

find_postgres() {
    local major
    for major in "${POSTGRES_MAJORS[@]}"; do
        if [[ -x /usr/lib/postgresql/$major/bin/initdb && -x /usr/lib/postgresql/$major/bin/postgres ]]; then
            return
        fi
    done
    return 1
}

install_postgres() {
    local major
    refresh_package_lists
    for major in "${POSTGRES_MAJORS[@]}"; do
        if distribution_has "postgresql-$major"; then
            install_packages postgresql-common
            without_a_cluster install_packages "postgresql-$major"
            return
        fi
    done
}

# The package would make and start a database server of its own, which the launcher does not use.
without_a_cluster() {
    local setting=/etc/postgresql-common/createcluster.d/mathesar-launcher.conf status=0
    as_root mkdir -p "${setting%/*}"
    as_root tee "$setting" >/dev/null <<<'create_main_cluster = false'
    ("$@") || status=$?
    as_root rm "$setting"
    ((status == 0)) || exit "$status"
}

fetch_postgres() {
    local home artifact download
    home=$(home_for_fetched_postgres)
    if [[ ! -x $home/bin/postgres ]]; then
        artifact=embedded-postgres-binaries-linux-$(architecture_in_maven)
        download=$(mktemp -d "$SCRATCH/postgres.XXXXXX")
        if ! patiently "Fetching the programs of PostgreSQL $POSTGRES_FROM_MAVEN" "$LOGS/postgres.log" \
            unpack_postgres "$artifact" "$download"; then
            rm -r "$download"
            give_up "$PASSING" "PostgreSQL could not be fetched." \
                "Check the network and start again, or install PostgreSQL 14 to 18 with the system's package manager."
        fi
        mkdir -p "${home%/*}"
        mv "$download/programs" "$home"
        rm -r "$download"
    fi
    export MATHESAR_LAUNCHER_POSTGRES_BIN=$home/bin
}

unpack_postgres() {
    local artifact=$1 download=$2
    # Named in full, since a download that fails then says so instead of "no plugin found for prefix".
    maven --non-recursive org.apache.maven.plugins:maven-dependency-plugin:copy \
        -Dartifact="io.zonky.test.postgres:$artifact:$POSTGRES_FROM_MAVEN" -DoutputDirectory="$download" &&
        "$PYTHON" -m zipfile -e "$download/$artifact-$POSTGRES_FROM_MAVEN.jar" "$download" &&
        mkdir -m 755 "$download/programs" &&
        "$PYTHON" -m tarfile -e "$download"/postgres-*.txz "$download/programs" &&
        "$download/programs/bin/postgres" --version
}

# Root's PostgreSQL runs as a user of its own, who may not be able to enter this repository.
home_for_fetched_postgres() {
    if ((EUID == 0)); then
        echo "/usr/local/lib/mathesar-launcher/postgres-$POSTGRES_FROM_MAVEN"
    else
        echo "$SCRATCH/postgres-$POSTGRES_FROM_MAVEN"
    fi
}

architecture_in_maven() {
    case $(uname -m) in
        x86_64) echo amd64 ;;
        aarch64) echo arm64v8 ;;
        *) refuse "There are no PostgreSQL programs to fetch for a processor of the kind $(uname -m)." \
            "Install PostgreSQL 14 to 18 with the system's package manager, then start again." ;;
    esac
}

# Servers of other versions for tests; what was fetched once is not fetched again.
ensure_other_postgres() {
    patiently "Fetching the programs of PostgreSQL 13, 14, 17 and 18" "$LOGS/postgres-versions.log" \
        maven -pl launcher dependency:copy@postgres ||
        give_up "$PASSING" "The other versions of PostgreSQL, which the tests of databases need, could not be fetched." \
            "Check the network and start again."
}
