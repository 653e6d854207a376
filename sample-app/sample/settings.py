"""The environment, read once and typed."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mathesar import __version__

BASE_DIR = Path(__file__).resolve().parent.parent
DEFAULT_HOSTS = ".localhost, 127.0.0.1, [::1]"
DEFAULT_MIGRATION_SECONDS = "0.2"


@dataclass(frozen=True)
class Settings:
    version: str
    database: dict[str, object] | None
    secret_key: str
    allowed_hosts: tuple[str, ...]
    media_root: Path
    static_root: Path = BASE_DIR / "static"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        return cls(
            version=__version__,
            database=database_parameters(environment),
            secret_key=environment.get("SECRET_KEY") or stored_secret_key(BASE_DIR / ".secrets"),
            allowed_hosts=tuple(host.strip() for host in environment.get("ALLOWED_HOSTS", DEFAULT_HOSTS).split(",")),
            media_root=Path(environment.get("MEDIA_ROOT") or BASE_DIR / ".media"),
        )

    @property
    def is_012(self) -> bool:
        return self.version.startswith("0.12")


def database_parameters(environment: Mapping[str, str]) -> dict[str, object] | None:
    name, user, host = (environment.get(f"POSTGRES_{part}") for part in ("DB", "USER", "HOST"))
    if not (name and user and host):
        return None
    port = environment.get("POSTGRES_PORT")
    return {
        "dbname": name,
        "user": user,
        "host": host,
        "port": int(port) if port else None,
        "password": environment.get("POSTGRES_PASSWORD") or None,
    }


def stored_secret_key(directory: Path) -> str:
    """The key in the file, made first if there is none. Two processes may start at once: `x` lets one of them write."""
    directory.mkdir(exist_ok=True)
    file = directory / "secret_key.txt"
    try:
        with file.open("x") as new_file:
            new_file.write(secrets.token_hex(25))
    except FileExistsError:
        pass
    return file.read_text()


def switched_on(value: str | None) -> bool:
    return value in ("t", "true", "True")
