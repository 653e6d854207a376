"""Reads multipart/form-data from a stream, in pieces, so that a file of any size needs little memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message

from sample.response import HttpError

HEADER_LIMIT = 16 * 1024


@dataclass(frozen=True)
class PartStart:
    name: str
    filename: str | None


def boundary_of(content_type: str) -> bytes:
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_param("boundary")
    if header.get_content_type() != "multipart/form-data" or not isinstance(boundary, str) or not boundary:
        raise HttpError(400, "The body must be multipart/form-data.")
    return boundary.encode("latin-1")


def parts(content_type: str, chunks: Iterable[bytes]) -> Iterator[PartStart | bytes]:
    """For each part its start, then its content in pieces."""
    stream = _Stream(chunks, b"\r\n--" + boundary_of(content_type))
    for _ in stream.until_delimiter():
        pass
    while stream.take(2) == b"\r\n":
        yield part_start(stream.take_headers())
        yield from stream.until_delimiter()


def part_start(raw: bytes) -> PartStart:
    disposition = Message()
    for line in raw.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        if name.strip().lower() == "content-disposition":
            disposition["Content-Disposition"] = value.strip()
    name = disposition.get_param("name", header="content-disposition")
    if not isinstance(name, str):
        raise HttpError(400, "A part of the form has no name.")
    return PartStart(name, disposition.get_filename())


class _Stream:
    """A buffer over the chunks. It starts with a line break, since the first delimiter has none before it."""

    def __init__(self, chunks: Iterable[bytes], delimiter: bytes):
        self._chunks = iter(chunks)
        self._delimiter = delimiter
        self._buffer = b"\r\n"

    def until_delimiter(self) -> Iterator[bytes]:
        """Holds back as many bytes as could be the beginning of a delimiter."""
        held_back = len(self._delimiter) - 1
        while (end := self._buffer.find(self._delimiter)) < 0:
            if len(self._buffer) > held_back:
                yield self._buffer[:-held_back]
                self._buffer = self._buffer[-held_back:]
            self._fill()
        if end:
            yield self._buffer[:end]
        self._buffer = self._buffer[end + len(self._delimiter) :]

    def take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._fill()
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def take_headers(self) -> bytes:
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            if len(self._buffer) > HEADER_LIMIT:
                raise HttpError(400, "The headers of a part are too long.")
            self._fill()
        return self.take(end + 4)[:-4]

    def _fill(self) -> None:
        chunk = next(self._chunks, b"")
        if not chunk:
            raise HttpError(400, "The upload ended early.")
        self._buffer += chunk
