"""CSV downloads: of a real table, or of as many invented rows, as slowly, as a test needs."""

import csv
import io
import itertools
import time
from collections.abc import Iterator

from psycopg import sql

from sample.database import Connection
from sample.request import Request
from sample.response import Response, as_json
from sample.router import signed_in
from sample.rpc.databases import find, opened
from sample.rpc.records import described
from sample.rpc.registry import Call

ROW_LENGTH = 64
PARAMETERS = ("database_id", "table_oid", "bytes", "seconds", "forever")
CHUNK = 16 * 1024
DEFAULT_BYTES = 1024 * 1024
BATCH = 2000


@signed_in
def tables(request: Request) -> Response:
    """`database_id` and `table_oid` export a table, as in the real one. Without them `bytes` (in total) are spread over
    `seconds`; `forever=1` goes on at that pace until the client leaves. Never a Content-Length."""
    try:
        numbers = {name: int(value) for name, value in request.query.items() if name in PARAMETERS}
    except ValueError:
        return as_json({"errors": "These parameters are whole numbers: " + ", ".join(PARAMETERS)}, 400)
    if "table_oid" in numbers and "database_id" in numbers:
        body = table_rows(request, numbers["database_id"], numbers["table_oid"])
    else:
        endless = numbers.get("forever") == 1
        size, seconds = numbers.get("bytes", DEFAULT_BYTES), numbers.get("seconds", int(endless))
        body = paced(max(1, size), max(0, seconds), endless)
    return Response(body, content_type="text/csv", headers=[("Content-Disposition", "attachment")])


def paced(size: int, seconds: int, endless: bool) -> Iterator[bytes]:
    """At least ten chunks a second when slow, so that somebody who waits sees that it is alive."""
    chunk = min(CHUNK, max(1, size // (10 * seconds))) if seconds else CHUNK
    pause = seconds * chunk / size
    started = time.monotonic()
    sent = 0
    for number in itertools.count(1):
        if sent >= size and not endless:
            return
        length = chunk if endless else min(chunk, size - sent)
        yield invented(sent, length)
        sent += length
        time.sleep(max(0.0, started + number * pause - time.monotonic()))


def invented(start: int, length: int) -> bytes:
    """Bytes `start` to `start + length` of a file in which every row names its own number."""
    first, skipped = divmod(start, ROW_LENGTH)
    count = (skipped + length) // ROW_LENGTH + 1
    rows = "".join(f"{number:012d},".ljust(ROW_LENGTH - 1, "x") + "\n" for number in range(first, first + count))
    return rows.encode()[skipped : skipped + length]


def table_rows(request: Request, database_id: int, table_oid: int) -> Iterator[bytes]:
    """The heading is read before the answer starts, so that a failure until then is still a proper error."""
    call = Call(request)
    lines = csv_lines(opened(call, find(call, database_id)), table_oid)
    heading = next(lines)
    return itertools.chain([heading], lines)


def csv_lines(connection: Connection, table_oid: int) -> Iterator[bytes]:
    with connection, connection.cursor(name="export") as cursor:
        table, columns = described(connection, table_oid)
        yield as_csv([list(columns.values())])
        cursor.execute(sql.SQL("SELECT * FROM {}").format(table))
        while batch := cursor.fetchmany(BATCH):
            yield as_csv([list(row.values()) for row in batch])


def as_csv(rows: list[list]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
