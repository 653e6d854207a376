"""HTML from the templates. Every value is escaped unless it is Markup."""

from html import escape
from pathlib import Path
from string import Template

from sample import static_files
from sample.messages import Message
from sample.request import Request
from sample.response import Response, html

TEMPLATES = Path(__file__).parent / "templates"
TEXTS = {file.stem: Template(file.read_text()) for file in TEMPLATES.glob("*.html")}


class Markup(str):
    """Text that is HTML already."""


def fragment(template: str, **values: object) -> Markup:
    safe = {name: value if isinstance(value, Markup) else escape(str(value)) for name, value in values.items()}
    return Markup(TEXTS[template].substitute(safe))


def joined(fragments: list[Markup]) -> Markup:
    return Markup("".join(fragments))


def page(request: Request, template: str, title: str, status: int = 200, **values: object) -> Response:
    content = fragment(template, **values)
    static_root = request.settings.static_root
    text = fragment(
        "layout",
        title=title,
        content=content,
        language=request.language,
        version=request.settings.version,
        style=static_files.address(static_root, "style.css"),
        icon=static_files.address(static_root, "icons/sample.svg"),
    )
    return html(text, status)


def csrf_field(request: Request) -> Markup:
    return Markup(f'<input type="hidden" name="csrfmiddlewaretoken" value="{request.csrf_token()}">')


def errors(request: Request, messages: list[Message], span: str = "<span>") -> Markup:
    if not messages:
        return Markup()
    spans = "".join(f"{span}{escape(message.text(request.language))}</span>" for message in messages)
    return Markup(f'<div class="help error">{spans}</div>')


def notice(request: Request, status: int, title: str, text: str) -> Response:
    return page(request, "notice", title, status, heading=title, text=text)
