"""collaborators.*: who works in which database as which role."""

import psycopg

from sample import users
from sample.database import Connection
from sample.rpc.registry import DOES_NOT_EXIST, INTEGRITY_ERROR, Call, RpcError, method

COLUMNS = "id, user_id, database_id, role_id AS configured_role_id"


@method("collaborators.list", audience="login")
def list_collaborators(call: Call, *, database_id: int) -> list[dict]:
    query = f"SELECT {COLUMNS} FROM sample_collaborator WHERE database_id = %s ORDER BY id"
    return [described(call, row) for row in call.connection.execute(query, [database_id])]


@method("collaborators.add")
def add(call: Call, *, database_id: int, user_id: int, configured_role_id: int) -> dict:
    return described(call, insert(call.connection, user_id, database_id, configured_role_id))


@method("collaborators.set_role")
def set_role(call: Call, *, collaborator_id: int, configured_role_id: int) -> dict:
    try:
        changed = call.connection.execute(
            f"UPDATE sample_collaborator SET role_id = %s WHERE id = %s RETURNING {COLUMNS}",
            [configured_role_id, collaborator_id],
        ).fetchone()
    except psycopg.errors.ForeignKeyViolation as error:
        raise missing("ConfiguredRole") from error
    if changed is None:
        raise missing("UserDatabaseRoleMap")
    return described(call, changed)


@method("collaborators.delete")
def delete(call: Call, *, collaborator_id: int) -> None:
    if call.connection.execute("DELETE FROM sample_collaborator WHERE id = %s", [collaborator_id]).rowcount == 0:
        raise missing("UserDatabaseRoleMap")


def insert(connection: Connection, user_id: int, database_id: int, role_id: int) -> dict:
    """Nobody has two roles in one database."""
    try:
        return connection.execute(
            f"""INSERT INTO sample_collaborator (user_id, database_id, role_id) VALUES (%s, %s, %s)
                RETURNING {COLUMNS}""",
            [user_id, database_id, role_id],
        ).fetchone()
    except psycopg.errors.UniqueViolation as error:
        raise RpcError(INTEGRITY_ERROR, f"IntegrityError: {error}") from error
    except psycopg.errors.ForeignKeyViolation as error:
        raise missing("Database, User or ConfiguredRole") from error


def described(call: Call, row: dict) -> dict:
    user = users.by_id(call.connection, row["user_id"])
    names = ("id", "username", "is_superuser", "email", "full_name", "display_language")
    return {**row, "user_info": {name: getattr(user, name) for name in names}}


def missing(what: str) -> RpcError:
    return RpcError(DOES_NOT_EXIST, f"DoesNotExist: {what} matching query does not exist.")
