"""Codes and texts of errors as Mathesar gives them: one range for Python, one for PostgreSQL."""

import psycopg

from sample.rpc.registry import RpcError

UNKNOWN_IN_PYTHON = -31000
UNKNOWN_IN_POSTGRESQL = -30000
PYTHON_CODES = {"KeyError": -31025, "TypeError": -31049, "ValueError": -31057}
POSTGRESQL_CODES = {
    "ConnectionTimeout": -30024,
    "DependentObjectsStillExist": -30035,
    "DuplicateColumn": -30041,
    "DuplicateDatabase": -30043,
    "DuplicateSchema": -30049,
    "DuplicateTable": -30050,
    "InsufficientPrivilege": -30101,
    "InvalidTextRepresentation": -30156,
    "NotNullViolation": -30185,
    "ObjectInUse": -30191,
    "OperationalError": -30193,
    "UndefinedColumn": -30254,
    "UndefinedTable": -30259,
    "UniqueViolation": -30260,
}


def described(error: Exception) -> RpcError:
    if isinstance(error, psycopg.Error):
        return described_by_server(error)
    name = type(error).__name__
    return RpcError(PYTHON_CODES.get(name, UNKNOWN_IN_PYTHON), f"{name}: {error}")


def described_by_server(error: psycopg.Error) -> RpcError:
    """A failed connection has no diagnosis, so its message ends after the colon. That gap is the real one's."""
    name, diagnosis = type(error).__name__, error.diag
    parts = {
        name: diagnosis.message_primary or "",
        "Detail": diagnosis.message_detail,
        "Hint": diagnosis.message_hint,
        "Constraint": diagnosis.constraint_name,
        "Column": diagnosis.column_name,
        "Table": diagnosis.table_name,
        "Schema": diagnosis.schema_name,
        "Datatype": diagnosis.datatype_name,
        "SQLSTATE": diagnosis.sqlstate,
    }
    message = " \n".join(f"{label}: {text}" for label, text in parts.items() if text is not None)
    return RpcError(POSTGRESQL_CODES.get(name, UNKNOWN_IN_POSTGRESQL), message)
