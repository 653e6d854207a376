"""Files for import. The body goes from the socket to its final place on the disk, or nowhere, but never to memory."""

import itertools
import os
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from sample import csrf
from sample.multipart import PartStart, parts
from sample.request import MEMORY_LIMIT, Request
from sample.response import HttpError, Response, as_json, redirect
from sample.router import signed_in

COLUMNS = "id, user_id, path, created_from, header, delimiter"


def data_files(request: Request) -> Response:
    return receive(request) if request.method == "POST" else list_files(request)


@signed_in
def list_files(request: Request) -> Response:
    rows = request.database.execute(
        f"SELECT {COLUMNS} FROM sample_data_file WHERE %s OR user_id = %s ORDER BY id",
        [request.user.is_superuser, request.user.id],
    ).fetchall()
    return as_json({"count": len(rows), "results": [as_file(request, row) for row in rows]})


@dataclass
class Received:
    """What a form has brought: small fields in memory, the file counted and (unless there is no directory) stored."""

    directory: Path | None
    fields: dict[str, str] = field(default_factory=dict)
    filename: str | None = None
    stored: Path | None = None
    size: int = 0
    checksum: int = 0
    head: bytes = b""

    def open(self, filename: str) -> BinaryIO:
        self.filename = filename
        if self.directory is None:
            return open(os.devnull, "wb")
        self.directory.mkdir(parents=True, exist_ok=True)
        target = new_file(self.directory, safe_name(filename))
        self.stored = Path(target.name)
        return target

    def write(self, target: BinaryIO, piece: bytes) -> None:
        self.head = self.head or piece[:4096]
        self.size += len(piece)
        self.checksum = zlib.crc32(piece, self.checksum)
        target.write(piece)

    def remove(self) -> None:
        if self.stored is not None:
            self.stored.unlink(missing_ok=True)


def receive(request: Request) -> Response:
    """The token may be inside the form, so the whole form is read before it can be refused. What comes from a stranger
    is not stored meanwhile."""
    csrf.check_origin(request)
    kept = request.user is not None and request.query.get("discard") != "1"
    directory = request.settings.media_root / safe_name(request.user.username) if kept else None
    # An upload may take an hour; the database connection is opened again when it is needed.
    request.close()
    received = Received(directory)
    accepted = False
    try:
        read_form(request, received)
        csrf.check(request, received.fields.get("csrfmiddlewaretoken"))
        if request.user is None:
            return redirect("/auth/login/?next=" + request.path)
        response = answer(request, received)
        accepted = response.status == 201
        return response
    finally:
        if not accepted:
            received.remove()


def read_form(request: Request, received: Received) -> None:
    if request.content_length == 0:
        return
    target: BinaryIO | None = None
    name, small = "", 0
    try:
        for item in parts(request.environ.get("CONTENT_TYPE", ""), request.chunks()):
            if isinstance(item, PartStart):
                if target is not None:
                    target.close()
                is_file = item.filename is not None and item.name == "file" and received.filename is None
                target = received.open(item.filename) if is_file else None
                name = item.name
            elif target is not None:
                received.write(target, item)
            else:
                small += len(item)
                if small > MEMORY_LIMIT:
                    raise HttpError(400, "The form's fields are too large.")
                received.fields[name] = received.fields.get(name, "") + item.decode("utf-8", "replace")
    finally:
        if target is not None:
            target.close()


def answer(request: Request, received: Received) -> Response:
    pasted = received.fields.get("paste")
    if (received.filename is None) == (pasted is None):
        return as_json({"errors": {"__all__": ["Send exactly one of file and paste."]}}, 400)
    if pasted is not None:
        with received.open("pasted") as target:
            received.write(target, pasted.encode())
    if received.stored is None:
        return as_json({"bytes": received.size, "crc32": f"{received.checksum:08x}"})
    header = received.fields.get("header", "true").lower() not in ("false", "0", "")
    delimiter = "\t" if received.head.count(b"\t") > received.head.count(b",") else ","
    row = request.database.execute(
        f"""INSERT INTO sample_data_file (user_id, path, created_from, header, delimiter)
            VALUES (%s, %s, %s, %s, %s) RETURNING {COLUMNS}""",
        [
            request.user.id,
            received.stored.relative_to(request.settings.media_root).as_posix(),
            "file" if pasted is None else "paste",
            header,
            delimiter,
        ],
    ).fetchone()
    return as_json({**as_file(request, row), "bytes": received.size, "crc32": f"{received.checksum:08x}"}, 201)


def new_file(directory: Path, name: str) -> BinaryIO:
    """Takes the first free name; two uploads of the same name at once get one each."""
    wanted = Path(name)
    for number in itertools.count(1):
        try:
            return (directory / (name if number == 1 else f"{wanted.stem}_{number}{wanted.suffix}")).open("xb")
        except FileExistsError:
            continue


def safe_name(name: str) -> str:
    return re.sub(r"[^\w.@+-]", "_", re.split(r"[/\\]", name)[-1]).lstrip(".")[:100] or "file"


def as_file(request: Request, row: dict) -> dict:
    return {
        "id": row["id"],
        "file": f"{request.origin}/media/{row['path']}",
        "user": row["user_id"],
        "header": row["header"],
        "delimiter": row["delimiter"],
        "escapechar": "",
        "quotechar": "",
        "created_from": row["created_from"],
        "max_level": 0,
        "sheet_index": 0,
    }
