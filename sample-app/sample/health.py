"""What 0.12 answers to probes, before it looks at the Host header."""

from sample.request import Request
from sample.response import Response, plain


def answer(request: Request) -> Response | None:
    path = request.path.removesuffix("/")
    if not request.settings.is_012 or request.method not in ("GET", "HEAD"):
        return None
    if path == "/healthz/live":
        return plain("ok")
    if path == "/healthz/ready":
        return ready(request)
    return None


def ready(request: Request) -> Response:
    try:
        request.database.execute("SELECT 1")
    except Exception as error:
        return plain(f"The database does not answer: {type(error).__name__}", 503)
    return plain("ok")
