"""The form that makes the first administrator. Whoever sends it first owns the installation."""

from sample import users
from sample.accounts import new_password_messages
from sample.messages import Message
from sample.pages import Markup, csrf_field, errors, page
from sample.request import Request
from sample.response import Response, redirect

LONGEST_USERNAME = 63


def complete_installation(request: Request) -> Response:
    """Looks, then inserts, without a lock: two forms sent at the same moment with different names make two
    administrators, and with the same name one of them fails. The real application has the same gap."""
    if users.superuser_exists(request.database):
        return redirect("/")
    if request.method != "POST":
        return form_page(request, [], [])
    name = request.form.get("username", "").strip()
    first, second = request.form.get("password1", ""), request.form.get("password2", "")
    name_messages = username_messages(request, name)
    password_messages = new_password_messages(first, second, name)
    if name_messages or password_messages:
        return form_page(request, name_messages, password_messages)
    # This application reports to nobody; it only remembers whether it might.
    if "usage_stats" in request.form:
        request.database.execute("INSERT INTO sample_consent DEFAULT VALUES")
    request.sign_in(users.add(request.database, name, first, is_superuser=True))
    return redirect("/auth/login/")


def username_messages(request: Request, name: str) -> list[Message]:
    if not name:
        return [Message.REQUIRED]
    if len(name) > LONGEST_USERNAME:
        return [Message.USERNAME_LONG]
    return [Message.USERNAME_TAKEN] if users.name_taken(request.database, name) else []


def form_page(request: Request, name_messages: list[Message], password_messages: list[Message]) -> Response:
    return page(
        request,
        "complete_installation",
        "Create the administrator",
        csrf=csrf_field(request),
        username=request.form.get("username", ""),
        username_errors=errors(request, name_messages, span='<span class="error">'),
        password_errors=errors(request, password_messages),
        one_time=ticked(request, "one_time_installation_confirmation"),
        usage=ticked(request, "usage_stats"),
    )


def ticked(request: Request, name: str) -> Markup:
    return Markup("checked" if request.method != "POST" or name in request.form else "")
