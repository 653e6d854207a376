"""roles.*: those of the database server, and those whose passwords are stored."""

import psycopg

from sample import sealing
from sample.rpc.databases import find, opened
from sample.rpc.registry import DOES_NOT_EXIST, INTEGRITY_ERROR, Call, RpcError, method


@method("roles.list", audience="login")
def list_roles(call: Call, *, database_id: int) -> list[dict]:
    with opened(call, find(call, database_id)) as connection:
        return connection.execute(
            """SELECT oid::bigint, rolname AS name, rolsuper AS super, rolinherit AS inherits,
                      rolcreaterole AS create_role, rolcreatedb AS create_db, rolcanlogin AS login,
                      shobj_description(oid, 'pg_authid') AS description, NULL AS members
               FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY rolname"""
        ).fetchall()


@method("roles.configured.list", audience="login")
def list_configured(call: Call, *, database_id: int, server_id: int) -> list[dict]:
    """Of the database's server; of a server without databases none can be seen."""
    return call.connection.execute(
        """SELECT r.id, r.name, r.server_id FROM sample_role r JOIN sample_database d USING (server_id)
           WHERE d.id = %s AND r.server_id = %s ORDER BY r.id""",
        [database_id, server_id],
    ).fetchall()


@method("roles.configured.add")
def add(call: Call, *, server_id: int, name: str, password: str) -> dict:
    """Whether the password is right shows when it is used."""
    try:
        return call.connection.execute(
            """INSERT INTO sample_role (server_id, name, sealed_password) VALUES (%s, %s, %s)
               RETURNING id, name, server_id""",
            [server_id, name, sealing.seal(call.secret_key, password)],
        ).fetchone()
    except psycopg.errors.UniqueViolation as error:
        raise RpcError(INTEGRITY_ERROR, f"IntegrityError: {error}") from error
    except psycopg.errors.ForeignKeyViolation as error:
        raise RpcError(DOES_NOT_EXIST, "DoesNotExist: Server matching query does not exist.") from error


@method("roles.configured.set_password")
def set_password(call: Call, *, configured_role_id: int, password: str) -> None:
    changed = call.connection.execute(
        "UPDATE sample_role SET sealed_password = %s WHERE id = %s",
        [sealing.seal(call.secret_key, password), configured_role_id],
    )
    if changed.rowcount == 0:
        raise no_such_role()


@method("roles.configured.delete")
def delete(call: Call, *, configured_role_id: int) -> None:
    """Whoever works as this role, in any database of the server, is a collaborator there no more."""
    if call.connection.execute("DELETE FROM sample_role WHERE id = %s", [configured_role_id]).rowcount == 0:
        raise no_such_role()


def no_such_role() -> RpcError:
    return RpcError(DOES_NOT_EXIST, "DoesNotExist: ConfiguredRole matching query does not exist.")
