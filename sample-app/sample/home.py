"""The page after signing in: small tables that a person can make, fill, and find again after a restart."""

import json

import psycopg

from sample.pages import Markup, csrf_field, fragment, joined, page
from sample.request import Request
from sample.response import HttpError, Response, redirect
from sample.router import signed_in
from sample.users import User

LONGEST_NAME = 63
LONGEST_LINE = 200


@signed_in
def show(request: Request) -> Response:
    csrf = csrf_field(request)
    sheets = request.database.execute("SELECT id, name FROM sample_sheet ORDER BY id").fetchall()
    return page(
        request,
        "home",
        "Home",
        data=data(request.user),
        csrf=csrf,
        username=request.user.username,
        role="administrator" if request.user.is_superuser else "user",
        sheets=joined([sheet_fragment(request, csrf, sheet) for sheet in sheets]),
    )


def data(user: User) -> Markup:
    """Who is signed in, for programs; the real pages carry it for their own scripts."""
    text = json.dumps({"user": {"id": user.id, "username": user.username, "is_superuser": user.is_superuser}})
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(f'<script id="common-data" type="application/json">{safe}</script>')


def sheet_fragment(request: Request, csrf: str, sheet: dict) -> str:
    lines = request.database.execute(
        "SELECT content, added_by, added_at FROM sample_line WHERE sheet_id = %s ORDER BY id", [sheet["id"]]
    ).fetchall()
    rows = [
        fragment(
            "line", content=line["content"], added_by=line["added_by"], added_at=f"{line['added_at']:%Y-%m-%d %H:%M}"
        )
        for line in lines
    ]
    return fragment("sheet", csrf=csrf, id=sheet["id"], name=sheet["name"], lines=joined(rows))


@signed_in
def add_sheet(request: Request) -> Response:
    name = field(request, "name", LONGEST_NAME)
    try:
        request.database.execute("INSERT INTO sample_sheet (name) VALUES (%s)", [name])
    except psycopg.errors.UniqueViolation:
        raise HttpError(400, f"There is already a table named {name}.") from None
    return redirect("/")


@signed_in
def add_line(request: Request, sheet_id: str) -> Response:
    content = field(request, "content", LONGEST_LINE)
    added = request.database.execute(
        """INSERT INTO sample_line (sheet_id, content, added_by)
           SELECT id, %s, %s FROM sample_sheet WHERE id = %s::bigint""",
        [content, request.user.username, sheet_id],
    )
    if added.rowcount == 0:
        raise HttpError(404, "There is no such table.")
    return redirect(f"/#sheet-{sheet_id}")


def field(request: Request, name: str, longest: int) -> str:
    value = request.form.get(name, "").strip()
    if not value or len(value) > longest:
        raise HttpError(400, f"Please give between 1 and {longest} characters.")
    return value
