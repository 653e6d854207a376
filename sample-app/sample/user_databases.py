"""The databases people work in: where they are, and which role opens them."""

from dataclasses import dataclass

import psycopg
from psycopg.rows import class_row, dict_row

from sample import sealing
from sample.database import Connection
from sample.users import User

DATABASE_COLUMNS = "id, name, server_id, last_confirmed_sql_version, nickname"
ROLE_COLUMNS = "r.id, r.name, r.server_id, r.sealed_password"


@dataclass(frozen=True)
class Server:
    id: int
    host: str
    port: int | None
    sslmode: str


@dataclass(frozen=True)
class Database:
    id: int
    name: str
    server_id: int
    last_confirmed_sql_version: str
    nickname: str | None


@dataclass(frozen=True)
class Role:
    id: int
    name: str
    server_id: int
    sealed_password: str | None

    def password(self, secret_key: str) -> str | None:
        return sealing.unseal(secret_key, self.sealed_password) if self.sealed_password else None


def rows(connection: Connection, kind: type, query: str, values: list) -> list:
    with connection.cursor(row_factory=class_row(kind)) as cursor:
        return cursor.execute(query, values).fetchall()


def open_database(server: Server, database_name: str, role_name: str, password: str | None) -> Connection:
    """TLS mode from the stored server; PGSSLROOTCERT and PGCONNECT_TIMEOUT still come from the environment."""
    return psycopg.connect(
        host=server.host,
        port=server.port,
        dbname=database_name,
        user=role_name,
        password=password,
        sslmode=server.sslmode,
        row_factory=dict_row,
        application_name="Mathesar sample application, user database",
    )


def server_of(connection: Connection, database: Database) -> Server:
    query = "SELECT id, host, port, sslmode FROM sample_server WHERE id = %s"
    return rows(connection, Server, query, [database.server_id])[0]


def databases(connection: Connection, user: User, server_id: int | None = None) -> list[Database]:
    """An administrator sees all of them, others those they collaborate on."""
    return rows(
        connection,
        Database,
        f"""SELECT {DATABASE_COLUMNS} FROM sample_database d
           WHERE (%s OR EXISTS (SELECT FROM sample_collaborator WHERE database_id = d.id AND user_id = %s))
           AND (%s::integer IS NULL OR server_id = %s) ORDER BY id""",
        [user.is_superuser, user.id, server_id, server_id],
    )


def collaborator_role(connection: Connection, database_id: int, user_id: int) -> Role | None:
    found = rows(
        connection,
        Role,
        f"""SELECT {ROLE_COLUMNS} FROM sample_role r
           JOIN sample_collaborator c ON c.role_id = r.id WHERE c.database_id = %s AND c.user_id = %s""",
        [database_id, user_id],
    )
    return found[0] if found else None


def collaborators_roles(connection: Connection, database_id: int) -> list[Role]:
    return rows(
        connection,
        Role,
        f"""SELECT {ROLE_COLUMNS} FROM sample_role r JOIN sample_collaborator c ON c.role_id = r.id
           WHERE c.database_id = %s ORDER BY c.id""",
        [database_id],
    )


def stored_role(connection: Connection, server_id: int, name: str) -> Role | None:
    query = f"SELECT {ROLE_COLUMNS} FROM sample_role r WHERE server_id = %s AND name = %s"
    found = rows(connection, Role, query, [server_id, name])
    return found[0] if found else None
