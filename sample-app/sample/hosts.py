"""Which Host headers are answered."""

import re

from sample.request import Request
from sample.response import HttpError

# No underscore: a name with one is refused whatever is allowed.
HOST = re.compile(r"(?P<name>[a-z0-9.-]+|\[[a-f0-9]*:[a-f0-9.:]+\])(:[0-9]+)?")


def check(request: Request) -> None:
    match = HOST.fullmatch(request.host.lower())
    name = match["name"].removesuffix(".") if match else ""
    if not name or not any(allows(pattern.lower(), name) for pattern in request.settings.allowed_hosts):
        raise HttpError(400, f"The host name {request.host!r} is not allowed here.")


def allows(pattern: str, name: str) -> bool:
    if pattern.startswith("."):
        return name == pattern[1:] or name.endswith(pattern)
    return pattern in ("*", name)
