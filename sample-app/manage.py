"""The commands of Mathesar's manage.py that a launcher uses: `migrate --check`, `createsuperuser --noinput`, `shell`."""

import argparse
import os
import sys

from sample import schema, shell, users
from sample.database import Connection, connect
from sample.settings import Settings


def main() -> int:
    arguments = parser().parse_args()
    with connect(Settings.from_environment(os.environ)) as connection:
        return arguments.command(connection, arguments)


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="manage.py")
    commands = root.add_subparsers(required=True, metavar="command")
    migrate_command = commands.add_parser("migrate", help="create what is missing in the database")
    migrate_command.add_argument("--check", action="store_true", help="only exit with 1 if something is missing")
    migrate_command.set_defaults(command=migrate)
    superuser_command = commands.add_parser("createsuperuser", help="add an administrator from DJANGO_SUPERUSER_…")
    superuser_command.add_argument("--noinput", action="store_true", required=True)
    superuser_command.set_defaults(command=create_superuser)
    shell_command = commands.add_parser("shell", help="run the Python on standard input; see sample/shell.py")
    shell_command.set_defaults(command=lambda connection, arguments: shell.run(connection))
    return root


def migrate(connection: Connection, arguments: argparse.Namespace) -> int:
    if not arguments.check:
        schema.migrate(connection)
        return 0
    names = schema.pending(connection)
    for name in names:
        print(f"sample.{name} is pending")
    return 1 if names else 0


def create_superuser(connection: Connection, arguments: argparse.Namespace) -> int:
    """Without a password the account cannot sign in by password; strength is not examined. Both as in Django."""
    for name in ("USERNAME", "EMAIL"):
        if not os.environ.get(f"DJANGO_SUPERUSER_{name}"):
            return failed(f"Set DJANGO_SUPERUSER_{name}.")
    username = os.environ["DJANGO_SUPERUSER_USERNAME"]
    if users.by_name(connection, username):
        return failed("This username is already in use.")
    users.add(
        connection,
        username,
        os.environ.get("DJANGO_SUPERUSER_PASSWORD"),
        email=os.environ["DJANGO_SUPERUSER_EMAIL"],
        is_superuser=True,
        is_staff=True,
    )
    print("Superuser created.")
    return 0


def failed(message: str) -> int:
    print(f"Error: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
