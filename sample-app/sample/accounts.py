"""Signing in and out, and replacing a password that somebody else has set."""

from urllib.parse import urlsplit

from sample import passwords, users
from sample.messages import Message
from sample.pages import csrf_field, errors, page
from sample.request import Request
from sample.response import Response, redirect
from sample.router import signed_in

NEW_PASSWORD_PATH = "/auth/password_reset_confirm/"
NEVER_CACHED = "max-age=0, no-cache, no-store, must-revalidate, private"


def log_in(request: Request) -> Response:
    if not users.superuser_exists(request.database):
        return redirect("/complete_installation/")
    if request.user is not None:
        return redirect(next_page(request))
    if request.method != "POST":
        return login_page(request, [])
    name, password = request.form.get("username", ""), request.form.get("password", "")
    if not name or not password:
        return login_page(request, [Message.REQUIRED])
    user = users.authenticate(request.database, name.strip(), password)
    if user is None:
        return login_page(request, [Message.LOGIN_FAILED])
    request.sign_in(user)
    return redirect(next_page(request))


def login_page(request: Request, messages: list[Message]) -> Response:
    return page(
        request,
        "login",
        "Log in",
        csrf=csrf_field(request),
        username=request.form.get("username", ""),
        errors=errors(request, messages),
    ).with_header("Cache-Control", NEVER_CACHED)


def next_page(request: Request) -> str:
    """Only a path of our own: a link to the login page must not lead to another site."""
    target = request.form.get("next") or request.query.get("next") or "/"
    own = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if own and not urlsplit(target).netloc else "/"


def log_out(request: Request) -> Response:
    request.sign_out()
    return redirect("/auth/login/").with_header("Cache-Control", NEVER_CACHED)


@signed_in
def replace_password(request: Request) -> Response:
    if request.method != "POST":
        return new_password_page(request, [])
    first, second = request.form.get("new_password1", ""), request.form.get("new_password2", "")
    messages = new_password_messages(first, second, request.user.username)
    if messages:
        return new_password_page(request, messages)
    users.set_password(request.database, request.user.id, first, change_needed=False)
    return redirect("/auth/login/")


def new_password_messages(first: str, second: str, username: str) -> list[Message]:
    missing = [first, second].count("")
    if missing:
        return [Message.REQUIRED] * missing
    return [Message.PASSWORDS_DIFFER] if first != second else passwords.weaknesses(first, username)


def new_password_page(request: Request, messages: list[Message]) -> Response:
    return page(
        request,
        "new_password",
        "New password",
        csrf=csrf_field(request),
        username=request.user.username,
        errors=errors(request, messages),
    ).with_header("Cache-Control", NEVER_CACHED)
