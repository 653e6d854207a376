"""Answers, before they become WSGI."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
import json
import time


class HttpError(Exception):
    """Ends the request with this status; the reason is for a person."""

    def __init__(self, status: int, reason: str = ""):
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass
class Response:
    body: bytes | Iterable[bytes] = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: list[tuple[str, str]] = field(default_factory=list)

    def with_header(self, name: str, value: str) -> "Response":
        self.headers.append((name, value))
        return self

    def with_cookie(self, name: str, value: str, max_age: int, http_only: bool = False) -> "Response":
        """Never Secure: the door in front knows whether the browser speaks HTTPS, this application does not."""
        expires = formatdate(time.time() + max_age if max_age else 0, usegmt=True)
        cookie = f"{name}={value}; expires={expires}; Max-Age={max_age}; Path=/; SameSite=Lax"
        return self.with_header("Set-Cookie", cookie + "; HttpOnly" if http_only else cookie)

    @property
    def status_line(self) -> str:
        return f"{self.status} {HTTPStatus(self.status).phrase}"

    def wsgi_headers(self) -> list[tuple[str, str]]:
        headers = [("Content-Type", self.content_type), *self.headers]
        if isinstance(self.body, bytes):
            headers.append(("Content-Length", str(len(self.body))))
        return headers


def html(page: str, status: int = 200) -> Response:
    return Response(page.encode(), status)


def redirect(location: str, status: int = 302) -> Response:
    return Response(status=status).with_header("Location", location)


def as_json(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value, default=str).encode(), status, "application/json")


def plain(text: str, status: int = 200) -> Response:
    return Response(text.encode(), status, "text/plain; charset=utf-8")
