"""servers.configured.*"""

from sample.rpc.registry import DOES_NOT_EXIST, Call, RpcError, method
from sample.user_databases import Server, rows

COLUMNS = "id, host, port, sslmode"


@method("servers.configured.list", audience="login")
def list_servers(call: Call) -> list[dict]:
    """An administrator sees all of them, others those of the databases they collaborate on."""
    query = f"""SELECT {COLUMNS} FROM sample_server s
        WHERE %s OR EXISTS (SELECT FROM sample_database d JOIN sample_collaborator c ON c.database_id = d.id
                            WHERE d.server_id = s.id AND c.user_id = %s) ORDER BY id"""
    return [vars(server) for server in rows(call.connection, Server, query, [call.user.is_superuser, call.user.id])]


@method("servers.configured.patch")
def patch(call: Call, *, server_id: int, patch: dict) -> dict:
    """The TLS mode is not examined, as in the real one."""
    found = rows(call.connection, Server, f"SELECT {COLUMNS} FROM sample_server WHERE id = %s", [server_id])
    if not found:
        raise RpcError(DOES_NOT_EXIST, "DoesNotExist: Server matching query does not exist.")
    wanted = {**vars(found[0]), **{name: patch[name] for name in ("host", "port", "sslmode") if name in patch}}
    call.connection.execute(
        "UPDATE sample_server SET host = %(host)s, port = %(port)s, sslmode = %(sslmode)s WHERE id = %(id)s", wanted
    )
    return wanted
