"""The WSGI application: the one place that says in which order a request is examined."""

import traceback
from collections.abc import Callable, Iterable

from sample import csrf, csrf_tokens, health, hosts, pages, sessions, static_files
from sample.request import Request
from sample.response import HttpError, Response, plain, redirect
from sample.accounts import NEW_PASSWORD_PATH
from sample.routes import routes
from sample.settings import Settings

ALWAYS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
TITLES = {400: "Bad request", 403: "Forbidden", 404: "Not found", 405: "Method not allowed", 500: "Server error"}


class Application:
    def __init__(self, settings: Settings):
        self._settings = settings
        self._router = routes(settings)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        request = Request(environ, self._settings)
        try:
            response = self._respond(request)
        finally:
            request.close()
        response.headers += ALWAYS
        start_response(response.status_line, response.wsgi_headers())
        if request.method == "HEAD":
            return []
        return [response.body] if isinstance(response.body, bytes) else response.body

    def _respond(self, request: Request) -> Response:
        response = static_files.answer(request) or health.answer(request)
        if response is not None:
            return response
        response = self._guarded(request)
        add_cookies(request, response)
        response.headers += [
            ("X-Frame-Options", "DENY"),
            ("Vary", "Accept-Language, Cookie"),
            ("Content-Language", request.language),
        ]
        return response

    def _guarded(self, request: Request) -> Response:
        try:
            hosts.check(request)
            return self._dispatch(request)
        except HttpError as error:
            return error_page(request, error.status, str(error))
        except Exception:
            traceback.print_exc(file=request.environ["wsgi.errors"])
            return plain(TITLES[500], 500)

    def _dispatch(self, request: Request) -> Response:
        found = self._router.find(request.path)
        if request.path != NEW_PASSWORD_PATH and request.user and request.user.password_change_needed:
            return redirect(NEW_PASSWORD_PATH)
        if found is None:
            return self._unknown(request)
        route, parts = found
        method = "GET" if request.method == "HEAD" else request.method
        if method not in route.methods:
            return plain(TITLES[405], 405).with_header("Allow", ", ".join(route.methods))
        if route.checks_csrf:
            csrf.check(request)
        return route.handler(request, **parts)

    def _unknown(self, request: Request) -> Response:
        """0.11 fails on an unknown path when nobody is signed in; kept, because a probe may fall over it."""
        if request.user is None and not self._settings.is_012:
            return plain(TITLES[500], 500)
        if self._router.find(request.path + "/"):
            return redirect(request.full_path.replace(request.path, request.path + "/", 1), 301)
        raise HttpError(404, "There is nothing at this address.")


def error_page(request: Request, status: int, reason: str) -> Response:
    return pages.notice(request, status, TITLES[status], reason)


def add_cookies(request: Request, response: Response) -> None:
    asked_who_it_is = "user" in vars(request)
    if request.new_session is None and asked_who_it_is and request.user is None and sessions.COOKIE in request.cookies:
        request.new_session = ""
    if request.new_session is not None:
        age = sessions.MAX_AGE if request.new_session else 0
        response.with_cookie(sessions.COOKIE, request.new_session, age, http_only=age > 0)
    if request.new_csrf_secret:
        response.with_cookie(csrf_tokens.COOKIE, request.new_csrf_secret, csrf_tokens.MAX_AGE)
