"""The methods by name, who may call them, and the errors they end with."""

from collections.abc import Callable
from dataclasses import dataclass

from sample.database import Connection
from sample.request import Request
from sample.users import User

INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INTERNAL_ERROR = -32603
PARSE_ERROR = -32700
INTEGRITY_ERROR = -29042
BAD_INSTALLATION_TARGET = -28002
DOES_NOT_EXIST = -28009
NO_ADMIN_CONNECTION = -28029
NO_CONNECTION = -28030


class RpcError(Exception):
    def __init__(self, code: int, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


class NoConnection(RpcError):
    """Nobody has given this user a role in that database."""

    def __init__(self) -> None:
        super().__init__(NO_CONNECTION, "NoConnectionAvailable: ")


class NoAdminConnection(RpcError):
    """The role that owns our schemas in that database is not stored."""

    def __init__(self) -> None:
        super().__init__(NO_ADMIN_CONNECTION, "NoAdminConnectionAvailable: ")


@dataclass(frozen=True)
class Call:
    """Who calls, and where; the first argument of every method."""

    request: Request

    @property
    def connection(self) -> Connection:
        return self.request.database

    @property
    def user(self) -> User:
        return self.request.user

    @property
    def secret_key(self) -> str:
        return self.request.settings.secret_key


@dataclass(frozen=True)
class Method:
    function: Callable
    audience: str

    def admits(self, user: User | None) -> bool:
        if self.audience == "superuser":
            return user is not None and user.is_superuser
        return self.audience == "anonymous" or user is not None


METHODS: dict[str, Method] = {}


def method(name: str, audience: str = "superuser") -> Callable[[Callable], Callable]:
    def register(function: Callable) -> Callable:
        METHODS[name] = Method(function, audience)
        return function

    return register


@method("system.listMethods", audience="anonymous")
def list_methods(call: Call) -> list[str]:
    return sorted(METHODS)
