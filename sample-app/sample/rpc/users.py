"""users.*"""

import psycopg

from sample import users
from sample.rpc.registry import DOES_NOT_EXIST, INTEGRITY_ERROR, Call, RpcError, method
from sample.users import User


def info(user: User) -> dict:
    names = ("id", "username", "is_superuser", "email", "full_name", "display_language")
    return {name: getattr(user, name) for name in names}


@method("users.list")
def list_all(call: Call) -> list[dict]:
    return [info(user) for user in users.everyone(call.connection)]


@method("users.add")
def add(call: Call, *, user_def: dict) -> dict:
    """Any password will do; its owner must replace it after the first login."""
    optional = {"email": "", "full_name": "", "display_language": "en"}
    try:
        user = users.add(
            call.connection,
            user_def["username"],
            user_def["password"],
            is_superuser=user_def["is_superuser"],
            password_change_needed=True,
            **{name: user_def.get(name, default) for name, default in optional.items()},
        )
    except psycopg.errors.UniqueViolation as error:
        raise RpcError(INTEGRITY_ERROR, f"IntegrityError: {error}") from error
    return info(user)


@method("users.delete")
def delete(call: Call, *, user_id: int) -> None:
    deleted = call.connection.execute("DELETE FROM sample_user WHERE id = %s", [user_id])
    if deleted.rowcount == 0:
        raise no_such_user()


@method("users.password.revoke")
def revoke(call: Call, *, user_id: int, new_password: str) -> None:
    if not users.set_password(call.connection, user_id, new_password, change_needed=True):
        raise no_such_user()


def no_such_user() -> RpcError:
    return RpcError(DOES_NOT_EXIST, "DoesNotExist: User matching query does not exist.")
