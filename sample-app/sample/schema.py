"""The application's tables, created by numbered migrations."""

import os
import time

from sample.database import Connection
from sample.settings import DEFAULT_MIGRATION_SECONDS

RECORD = "CREATE TABLE sample_migration (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"

MIGRATIONS = {
    "0001_initial": """
        CREATE TABLE sample_user (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            username varchar(63) NOT NULL UNIQUE,
            password text NOT NULL,
            is_superuser boolean NOT NULL DEFAULT false,
            is_staff boolean NOT NULL DEFAULT false,
            email text NOT NULL DEFAULT '',
            full_name text,
            display_language text NOT NULL DEFAULT 'en',
            password_change_needed boolean NOT NULL DEFAULT false,
            joined_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE sample_session (
            digest text PRIMARY KEY,
            user_id integer NOT NULL REFERENCES sample_user ON DELETE CASCADE,
            expires_at timestamptz NOT NULL)""",
    "0002_connections": """
        CREATE TABLE sample_server (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            host text NOT NULL,
            port integer,
            sslmode text NOT NULL);
        CREATE UNIQUE INDEX sample_server_address ON sample_server (host, coalesce(port, 0));
        CREATE TABLE sample_database (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            server_id integer NOT NULL REFERENCES sample_server ON DELETE CASCADE,
            name text NOT NULL,
            nickname text,
            last_confirmed_sql_version text NOT NULL DEFAULT '0.0.0',
            CONSTRAINT unique_database UNIQUE (name, server_id));
        CREATE TABLE sample_role (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            server_id integer NOT NULL REFERENCES sample_server ON DELETE CASCADE,
            name text NOT NULL,
            sealed_password text,
            UNIQUE (name, server_id));
        CREATE TABLE sample_collaborator (
            user_id integer NOT NULL REFERENCES sample_user ON DELETE CASCADE,
            database_id integer NOT NULL REFERENCES sample_database ON DELETE CASCADE,
            role_id integer NOT NULL REFERENCES sample_role ON DELETE CASCADE,
            PRIMARY KEY (user_id, database_id))""",
    "0003_data_files": """
        CREATE TABLE sample_data_file (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            user_id integer NOT NULL REFERENCES sample_user ON DELETE CASCADE,
            path text NOT NULL,
            created_from text NOT NULL,
            header boolean NOT NULL,
            delimiter text NOT NULL)""",
    "0004_notebook": """
        CREATE TABLE sample_sheet (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text NOT NULL UNIQUE,
            created_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE sample_line (
            id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            sheet_id integer NOT NULL REFERENCES sample_sheet ON DELETE CASCADE,
            content text NOT NULL,
            added_by text NOT NULL,
            added_at timestamptz NOT NULL DEFAULT now());
        INSERT INTO sample_sheet (name) VALUES ('Trees in the park');
        INSERT INTO sample_line (sheet_id, content, added_by)
            SELECT id, tree, 'installation' FROM sample_sheet, unnest(ARRAY['Oak', 'Lime', 'Hornbeam']) tree""",
    "0005_consent": "CREATE TABLE sample_consent (usage_data_from timestamptz NOT NULL DEFAULT now())",
    "0006_collaborators": "ALTER TABLE sample_collaborator ADD id integer GENERATED ALWAYS AS IDENTITY UNIQUE",
}


def pending(connection: Connection) -> list[str]:
    if not record_exists(connection):
        return list(MIGRATIONS)
    applied = {row["name"] for row in connection.execute("SELECT name FROM sample_migration")}
    return [name for name in MIGRATIONS if name not in applied]


def migrate(connection: Connection) -> None:
    """Applies what is pending. Like the real installer this takes no lock: of two at once, one fails."""
    names = pending(connection)
    print("Running migrations:", flush=True)
    if not names:
        print("  No migrations to apply.", flush=True)
    elif not record_exists(connection):
        connection.execute(RECORD)
    for name in names:
        print(f"  Applying sample.{name}...", end="", flush=True)
        apply(connection, name)
        print(" OK", flush=True)


def apply(connection: Connection, name: str) -> None:
    with connection.transaction():
        connection.execute(MIGRATIONS[name])
        connection.execute("INSERT INTO sample_migration (name) VALUES (%s)", [name])
        # The real migrations take seconds. Without a pause two installers would rarely meet.
        time.sleep(float(os.environ.get("SAMPLE_APP_MIGRATION_SECONDS", DEFAULT_MIGRATION_SECONDS)))


def record_exists(connection: Connection) -> bool:
    return connection.execute("SELECT to_regclass('sample_migration') AS record").fetchone()["record"] is not None
