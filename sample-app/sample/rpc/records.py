"""records.add and records.list. Keys of a record are column numbers, as text."""

from psycopg import sql

from sample.database import Connection
from sample.rpc.databases import find, opened
from sample.rpc.registry import DOES_NOT_EXIST, Call, RpcError, method

EXTRAS = ("grouping", "linked_record_summaries", "record_summaries", "joined_record_summaries", "download_links")


@method("records.add", audience="login")
def add(
    call: Call, *, record_def: dict, table_oid: int, database_id: int, return_record_summaries: bool = False
) -> dict:
    with opened(call, find(call, database_id)) as connection:
        table, columns = described(connection, table_oid)
        row = connection.execute(insert(table, columns, record_def), list(record_def.values())).fetchone()
    return {"results": [numbered(row, columns)], "linked_record_summaries": None, "record_summaries": None}


def insert(table: sql.Identifier, columns: dict[str, str], record: dict) -> sql.Composed:
    if not record:
        return sql.SQL("INSERT INTO {} DEFAULT VALUES RETURNING *").format(table)
    names = sql.SQL(", ").join(sql.Identifier(columns[number]) for number in record)
    places = sql.SQL(", ").join([sql.Placeholder()] * len(record))
    return sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING *").format(table, names, places)


@method("records.list", audience="login")
def list_records(
    call: Call,
    *,
    table_oid: int,
    database_id: int,
    limit: int | None = None,
    offset: int | None = None,
    order: list | None = None,
    filter: dict | None = None,
    grouping: dict | None = None,
    joined_columns: list | None = None,
    return_record_summaries: bool = False,
) -> dict:
    """In the order of the key; sorting, filters and groups are accepted and ignored."""
    with opened(call, find(call, database_id)) as connection:
        table, columns = described(connection, table_oid)
        count = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(table)).fetchone()["count"]
        select = sql.SQL("SELECT * FROM {} ORDER BY 1 LIMIT %s OFFSET %s").format(table)
        rows = connection.execute(select, [limit, offset]).fetchall()
    return {"count": count, "results": [numbered(row, columns) for row in rows], **dict.fromkeys(EXTRAS)}


def described(connection: Connection, table_oid: int) -> tuple[sql.Identifier, dict[str, str]]:
    """The table's name, and its columns' names by number."""
    found = connection.execute(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE c.oid = %s",
        [table_oid],
    ).fetchone()
    if found is None:
        raise RpcError(DOES_NOT_EXIST, f"There is no table with oid {table_oid}.")
    columns = connection.execute(
        """SELECT attnum, attname FROM pg_attribute
           WHERE attrelid = %s AND attnum > 0 AND NOT attisdropped ORDER BY attnum""",
        [table_oid],
    ).fetchall()
    return sql.Identifier(found["nspname"], found["relname"]), {str(row["attnum"]): row["attname"] for row in columns}


def numbered(row: dict, columns: dict[str, str]) -> dict:
    return {number: row[name] for number, name in columns.items()}
