"""From a path to what answers it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from sample.request import Request
from sample.response import Response, redirect

Handler = Callable[..., Response]


@dataclass(frozen=True)
class Route:
    """`checks_csrf` is off where the handler takes other proof, or reads the body itself and checks then."""

    pattern: re.Pattern
    handler: Handler
    methods: tuple[str, ...]
    checks_csrf: bool


class Router:
    def __init__(self) -> None:
        self._routes: list[Route] = []

    def add(self, pattern: str, handler: Handler, methods: str = "GET POST", checks_csrf: bool = True) -> None:
        self._routes.append(Route(re.compile(pattern), handler, tuple(methods.split()), checks_csrf))

    def find(self, path: str) -> tuple[Route, dict[str, str]] | None:
        for route in self._routes:
            match = route.pattern.fullmatch(path)
            if match:
                return route, match.groupdict()
        return None


def signed_in(handler: Handler) -> Handler:
    """Sends everybody else to the login page and back."""

    def guarded(request: Request, **parts: str) -> Response:
        if request.user is None:
            return redirect("/auth/login/?next=" + quote(request.full_path, safe="/"))
        return handler(request, **parts)

    return guarded
