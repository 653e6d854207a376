"""JSON-RPC 2.0 over POST. Errors are answers too, so the HTTP status is 200."""

import base64
import json

from sample import users
from sample.request import Request
from sample.response import Response, plain
from sample.rpc.error_codes import described
from sample.rpc.registry import (
    INTERNAL_ERROR,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    METHODS,
    PARSE_ERROR,
    Call,
    RpcError,
)

CONTENT_TYPES = ("application/json", "application/json-rpc", "application/jsonrequest")


def answer(request: Request) -> Response:
    if request.content_type not in CONTENT_TYPES:
        return plain("Send JSON-RPC as application/json.")
    try:
        payload = json.loads(request.body)
    except ValueError as error:
        return as_answer(
            {"id": None, "jsonrpc": "2.0", "error": {"code": PARSE_ERROR, "message": f"Parse error: {error}"}}
        )
    if not isinstance(payload, list):
        return as_answer(single(request, payload))
    results = [result for item in payload if (result := single(request, item)) is not None]
    return as_answer(results or None)


def as_answer(content: object) -> Response:
    body = b"" if content is None else json.dumps(content, default=str).encode()
    return Response(body, content_type="application/json")


def single(request: Request, item: object) -> dict | None:
    """None for a notification, which has no id and gets no answer."""
    fields = item if isinstance(item, dict) else {"id": None, "jsonrpc": "2.0"}
    answer = {"id": fields.get("id"), "jsonrpc": fields.get("jsonrpc")}
    try:
        answer["result"] = execute(request, item)
    except RpcError as error:
        answer["error"] = {"code": error.code, "message": error.message}
    except Exception as error:
        answer["error"] = {"code": INTERNAL_ERROR, "message": str(error)}
    return answer if "id" in fields else None


def execute(request: Request, item: object) -> object:
    name, parameters = validated(item)
    method = METHODS.get(name)
    if method is None:
        raise RpcError(METHOD_NOT_FOUND, f'Method not found: "{name}"')
    if method.audience != "anonymous":
        sign_in_with_basic(request)
        if not method.admits(request.user):
            raise RpcError(INTERNAL_ERROR, f'Authentication failed when calling "{name}"')
    positional = parameters if isinstance(parameters, list) else []
    named = parameters if isinstance(parameters, dict) else {}
    try:
        return method.function(Call(request), *positional, **named)
    except RpcError:
        raise
    except Exception as error:
        raise described(error) from error


def validated(item: object) -> tuple[str, object]:
    if not isinstance(item, dict):
        raise RpcError(INVALID_REQUEST, f'Invalid JSON-RPC payload: expected "object", found "{type(item).__name__}"')
    if not item.get("method"):
        raise RpcError(INVALID_REQUEST, 'Invalid request: "method" is missing')
    if item.get("jsonrpc") != "2.0":
        raise RpcError(INVALID_REQUEST, 'Invalid request: "jsonrpc" must be "2.0"')
    if "id" in item and item["id"] is None:
        raise RpcError(INVALID_REQUEST, 'Invalid request: "id" must not be null')
    return item["method"], item.get("params")


def sign_in_with_basic(request: Request) -> None:
    """Opens a session, cookie and all, as the real one does. Also like there: no password may contain a colon."""
    scheme, _, credentials = (request.header("Authorization") or "").partition(" ")
    if request.user is not None or scheme.lower() != "basic":
        return
    username, password = base64.b64decode(credentials).decode().split(":")
    user = users.authenticate(request.database, username, password)
    if user is not None:
        request.sign_in(user)
