"""People who may sign in."""

from dataclasses import dataclass

from psycopg.rows import class_row

from sample import passwords
from sample.database import Connection

COLUMNS = "id, username, password, is_superuser, email, full_name, display_language, password_change_needed"
UNKNOWN_USER = passwords.hash_password("nobody has this password")


@dataclass(frozen=True)
class User:
    id: int
    username: str
    password: str
    is_superuser: bool
    email: str
    full_name: str | None
    display_language: str
    password_change_needed: bool


def one(connection: Connection, condition: str, value: object) -> User | None:
    with connection.cursor(row_factory=class_row(User)) as cursor:
        return cursor.execute(f"SELECT {COLUMNS} FROM sample_user WHERE {condition}", [value]).fetchone()


def by_id(connection: Connection, user_id: int) -> User | None:
    return one(connection, "id = %s", user_id)


def by_name(connection: Connection, username: str) -> User | None:
    return one(connection, "username = %s", username)


def everyone(connection: Connection) -> list[User]:
    with connection.cursor(row_factory=class_row(User)) as cursor:
        return cursor.execute(f"SELECT {COLUMNS} FROM sample_user ORDER BY id").fetchall()


def superuser_exists(connection: Connection) -> bool:
    return connection.execute("SELECT EXISTS (SELECT FROM sample_user WHERE is_superuser) AS found").fetchone()["found"]


def name_taken(connection: Connection, username: str) -> bool:
    query = "SELECT EXISTS (SELECT FROM sample_user WHERE lower(username) = lower(%s)) AS found"
    return connection.execute(query, [username]).fetchone()["found"]


def authenticate(connection: Connection, username: str, password: str) -> User | None:
    user = by_name(connection, username)
    # An unknown name must take as long as a wrong password.
    if passwords.matches(password, user.password if user else UNKNOWN_USER):
        return user
    return None


def add(connection: Connection, username: str, password: str | None, **columns: object) -> User:
    hashed = passwords.unusable_password() if password is None else passwords.hash_password(password)
    row = {"username": username, "password": hashed, **columns}
    names, places = ", ".join(row), ", ".join(f"%({name})s" for name in row)
    with connection.cursor(row_factory=class_row(User)) as cursor:
        return cursor.execute(
            f"INSERT INTO sample_user ({names}) VALUES ({places}) RETURNING {COLUMNS}", row
        ).fetchone()


def set_password(connection: Connection, user_id: int, password: str, change_needed: bool) -> bool:
    """Also ends the user's sessions. False when there is no such user."""
    changed = connection.execute(
        "UPDATE sample_user SET password = %s, password_change_needed = %s WHERE id = %s",
        [passwords.hash_password(password), change_needed, user_id],
    )
    connection.execute("DELETE FROM sample_session WHERE user_id = %s", [user_id])
    return changed.rowcount == 1
