"""A PostgreSQL server that lives as long as the tests."""

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

import psycopg

ROLE, PASSWORD = "app", "a password for tests"


def programs() -> Path:
    if os.environ.get("PG_BIN"):
        return Path(os.environ["PG_BIN"])
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if not found:
        raise RuntimeError("No PostgreSQL found below /usr/lib/postgresql; name its directory of programs in PG_BIN.")
    return found[-1].parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def unprivileged() -> dict:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    account = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


class Postgres:
    def __init__(self) -> None:
        self.port = free_port()
        self._directory = Path(tempfile.mkdtemp(prefix="sample-app-postgres-"))
        self._account = unprivileged()
        if self._account:
            os.chown(self._directory, self._account["user"], self._account["group"])
        self._run("initdb", "-N", "-A", "trust", "-U", "postgres", "-D", "data")
        # Passwords are asked for on 127.0.0.1, so that a wrong one is refused; the tests' own way in is the socket.
        (self._directory / "data/pg_hba.conf").write_text("local all all trust\nhost all all all scram-sha-256\n")
        options = f"-p {self.port} -k {self._directory} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", options, "start")
        self.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{PASSWORD}'")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
        shutil.rmtree(self._directory)

    def execute(self, statement: str, database: str = "postgres") -> list[tuple]:
        where = {"host": str(self._directory), "port": self.port, "user": "postgres", "dbname": database}
        with psycopg.connect(**where, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def new_database(self, name: str) -> dict[str, str]:
        """The environment for an application that owns it."""
        self.execute(f"CREATE DATABASE {name} OWNER {ROLE}")
        return {
            "POSTGRES_HOST": "127.0.0.1",
            "POSTGRES_PORT": str(self.port),
            "POSTGRES_DB": name,
            "POSTGRES_USER": ROLE,
            "POSTGRES_PASSWORD": PASSWORD,
        }

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [programs() / program, *arguments],
            cwd=self._directory,
            stdout=subprocess.DEVNULL,
            check=True,
            **self._account,
        )


@lru_cache(maxsize=1)
def postgres() -> Postgres:
    server = Postgres()
    atexit.register(server.stop)
    return server
