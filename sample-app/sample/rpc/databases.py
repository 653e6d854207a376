"""databases.*: what is connected, and connecting more."""

import psycopg
from psycopg import sql

from sample import own_schemas, sealing, user_databases
from sample.database import Connection
from sample.own_schemas import OUR_SCHEMAS
from sample.rpc import collaborators
from sample.rpc.registry import (
    BAD_INSTALLATION_TARGET,
    DOES_NOT_EXIST,
    INTEGRITY_ERROR,
    Call,
    NoAdminConnection,
    NoConnection,
    RpcError,
    method,
)
from sample.user_databases import DATABASE_COLUMNS, Database, Role, Server, open_database, rows


@method("databases.configured.list", audience="login")
def list_configured(call: Call, *, server_id: int | None = None) -> list[dict]:
    return [
        database_info(call, database) for database in user_databases.databases(call.connection, call.user, server_id)
    ]


@method("databases.setup.create_new")
def create_new(call: Call, *, database: str, sample_data: list[str] = [], nickname: str | None = None) -> dict:
    """On the server, and with the role, of the application's own database."""
    own = call.request.settings.database
    if database == own["dbname"]:
        raise internal_database_refused()
    with call.connection.transaction():
        connected = remember(
            call, own["host"], own["port"], "prefer", database, nickname, own["user"], own["password"] or ""
        )
        with open_database(connected[0], own["dbname"], own["user"], own["password"]) as administration:
            administration.autocommit = True
            administration.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        return install(call, *connected)


@method("databases.setup.connect_existing")
def connect_existing(
    call: Call,
    *,
    host: str,
    port: int | None = None,
    database: str,
    role: str,
    password: str,
    sample_data: list[str] = [],
    nickname: str | None = None,
    sslmode: str = "prefer",
) -> dict:
    """Compares host names as text, so another spelling of our own server passes; the real one is no wiser."""
    own = call.request.settings.database
    if (host, port, database) == (own["host"], own["port"], own["dbname"]):
        raise internal_database_refused()
    with call.connection.transaction():
        return install(call, *remember(call, host, port, sslmode, database, nickname, role, password))


def remember(
    call: Call,
    host: str,
    port: int | None,
    sslmode: str,
    database: str,
    nickname: str | None,
    role: str,
    password: str,
) -> tuple[Server, Database, Role]:
    """A known server gets the new TLS mode; a known role keeps the password it has."""
    server = rows(
        call.connection,
        Server,
        """INSERT INTO sample_server (host, port, sslmode) VALUES (%s, %s, %s)
           ON CONFLICT (host, coalesce(port, 0)) DO UPDATE SET sslmode = excluded.sslmode
           RETURNING id, host, port, sslmode""",
        [host, port, sslmode],
    )[0]
    stored_role = rows(
        call.connection,
        Role,
        """INSERT INTO sample_role (server_id, name, sealed_password) VALUES (%s, %s, %s)
           ON CONFLICT (name, server_id) DO UPDATE SET name = excluded.name
           RETURNING id, name, server_id, sealed_password""",
        [server.id, role, sealing.seal(call.secret_key, password)],
    )[0]
    return server, remembered_database(call, server, database, nickname), stored_role


def remembered_database(call: Call, server: Server, name: str, nickname: str | None) -> Database:
    known = rows(
        call.connection,
        Database,
        f"""SELECT {DATABASE_COLUMNS} FROM sample_database
            WHERE server_id = %s AND name = %s AND nickname IS NOT DISTINCT FROM %s""",
        [server.id, name, nickname],
    )
    if known:
        return known[0]
    insert = f"INSERT INTO sample_database (server_id, name, nickname) VALUES (%s, %s, %s) RETURNING {DATABASE_COLUMNS}"
    try:
        return rows(call.connection, Database, insert, [server.id, name, nickname])[0]
    except psycopg.errors.UniqueViolation as error:
        raise RpcError(INTEGRITY_ERROR, f"IntegrityError: {error}") from error


def install(call: Call, server: Server, database: Database, role: Role) -> dict:
    if user_databases.collaborator_role(call.connection, database.id, call.user.id) != role:
        collaborators.insert(call.connection, call.user.id, database.id, role.id)
    with open_database(server, database.name, role.name, role.password(call.secret_key)) as connection:
        own_schemas.install(connection)
    return {
        "server": vars(server),
        "database": database_info(call, confirm_version(call, database)),
        "configured_role": {"id": role.id, "name": role.name, "server_id": role.server_id},
    }


def confirm_version(call: Call, database: Database) -> Database:
    return rows(
        call.connection,
        Database,
        f"UPDATE sample_database SET last_confirmed_sql_version = %s WHERE id = %s RETURNING {DATABASE_COLUMNS}",
        [call.request.settings.version, database.id],
    )[0]


@method("databases.upgrade_sql")
def upgrade_sql(call: Call, *, database_id: int, username: str | None = None, password: str | None = None) -> None:
    database = find(call, database_id)
    with opened_by_owner(call, database, username, password) as connection:
        own_schemas.install(connection)
    confirm_version(call, database)


@method("databases.configured.disconnect")
def disconnect(
    call: Call,
    *,
    database_id: int,
    schemas_to_remove: list[str] = list(OUR_SCHEMAS),
    strict: bool = True,
    role_name: str | None = None,
    password: str | None = None,
    disconnect_db_server: bool = False,
) -> dict:
    """A database that no stored role can enter is forgotten without cleaning up in it."""
    database = find(call, database_id)
    if password is None:
        role_name = None
    try:
        with opened_by_owner(call, database, role_name, password) as connection:
            own_schemas.remove(connection, schemas_to_remove)
        cleaned = True
    except NoConnection:
        cleaned = False
    call.connection.execute("DELETE FROM sample_database WHERE id = %s", [database.id])
    if disconnect_db_server:
        call.connection.execute(
            """DELETE FROM sample_server WHERE id = %s
               AND NOT EXISTS (SELECT FROM sample_database WHERE server_id = sample_server.id)""",
            [database.server_id],
        )
    return {"sql_cleaned": cleaned}


def find(call: Call, database_id: int) -> Database:
    found = rows(
        call.connection, Database, f"SELECT {DATABASE_COLUMNS} FROM sample_database WHERE id = %s", [database_id]
    )
    if found:
        return found[0]
    raise RpcError(DOES_NOT_EXIST, "DoesNotExist: Database matching query does not exist.")


def opened(call: Call, database: Database) -> Connection:
    """With the caller's own role."""
    server = user_databases.server_of(call.connection, database)
    role = user_databases.collaborator_role(call.connection, database.id, call.user.id)
    if role is None:
        raise NoConnection
    return open_database(server, database.name, role.name, role.password(call.secret_key))


def opened_by_owner(call: Call, database: Database, role_name: str | None, password: str | None) -> Connection:
    """With the given role, else with the stored one that owns our schemas; any collaborator's role finds out which."""
    server = user_databases.server_of(call.connection, database)
    if role_name is not None:
        return open_database(server, database.name, role_name, password)
    owner = None
    for role in user_databases.collaborators_roles(call.connection, database.id):
        try:
            with open_database(server, database.name, role.name, role.password(call.secret_key)) as connection:
                owner = own_schemas.owner(connection)
        except psycopg.Error:
            continue
        if owner is not None:
            break
    if owner is None:
        raise NoConnection
    stored = user_databases.stored_role(call.connection, server.id, owner)
    if stored is None:
        raise NoAdminConnection
    return open_database(server, database.name, stored.name, stored.password(call.secret_key))


def database_info(call: Call, database: Database) -> dict:
    upgrade = database.last_confirmed_sql_version != call.request.settings.version
    return {**vars(database), "needs_upgrade_attention": upgrade}


def internal_database_refused() -> RpcError:
    return RpcError(BAD_INSTALLATION_TARGET, "BadInstallationTarget: the internal database cannot be connected.")
