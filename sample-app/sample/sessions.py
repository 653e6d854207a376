"""Who is signed in. The cookie holds a random token; the database only its digest, keyed with SECRET_KEY."""

import hashlib
import hmac
import secrets

from sample import users
from sample.database import Connection
from sample.users import User

COOKIE = "sessionid"
MAX_AGE = 14 * 24 * 3600


def digest(secret_key: str, token: str) -> str:
    return hmac.new(secret_key.encode(), b"session:" + token.encode(), hashlib.sha256).hexdigest()


def start(connection: Connection, secret_key: str, user: User, max_age: int = MAX_AGE) -> str:
    token = secrets.token_urlsafe(32)
    connection.execute("DELETE FROM sample_session WHERE expires_at < now()")
    connection.execute(
        "INSERT INTO sample_session (digest, user_id, expires_at) VALUES (%s, %s, now() + make_interval(secs => %s))",
        [digest(secret_key, token), user.id, max_age],
    )
    return token


def user_of(connection: Connection, secret_key: str, token: str) -> User | None:
    row = connection.execute(
        "SELECT user_id FROM sample_session WHERE digest = %s AND expires_at > now()", [digest(secret_key, token)]
    ).fetchone()
    return users.by_id(connection, row["user_id"]) if row else None


def end(connection: Connection, secret_key: str, token: str) -> None:
    connection.execute("DELETE FROM sample_session WHERE digest = %s", [digest(secret_key, token)])
