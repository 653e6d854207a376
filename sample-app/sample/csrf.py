"""Proof that a POST comes from one of our own pages."""

from urllib.parse import urlsplit

from sample import csrf_tokens
from sample.request import Request
from sample.response import HttpError

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


def check(request: Request, sent_token: str | None = None) -> None:
    """The token comes from the form unless the caller read it from elsewhere; a header is the second choice."""
    if request.method in SAFE_METHODS:
        return
    check_origin(request)
    secret = csrf_tokens.valid_secret(request.cookies.get(csrf_tokens.COOKIE))
    if secret is None:
        refuse("the csrftoken cookie is missing")
    if sent_token is None:
        sent_token = request.form.get("csrfmiddlewaretoken") if request.method == "POST" else None
    if not csrf_tokens.matches(secret, sent_token or request.header("X-CSRFToken") or ""):
        refuse("the form's token is missing or wrong")


def check_origin(request: Request) -> None:
    origin = request.header("Origin")
    if origin is not None:
        if origin != request.origin:
            refuse(f"Origin is {origin}, expected {request.origin}")
    elif request.is_secure:
        check_referer(request)


def check_referer(request: Request) -> None:
    referer = request.header("Referer")
    if referer is None:
        refuse("an HTTPS request needs Origin or Referer")
    try:
        page = urlsplit(referer)
    except ValueError:
        refuse("Referer is not an address")
    if page.scheme != "https" or page.netloc != request.host.lower():
        refuse(f"Referer is {referer}, expected a page of {request.origin}")


def refuse(reason: str) -> None:
    raise HttpError(403, f"Request refused: {reason}.")
