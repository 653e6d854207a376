"""`manage.py shell`: runs Python from standard input against as much of Django's interface as opens and ends a session.

There is no Django here. A script that imports the names below finds them, with the meaning they have in Django: users that
can be filtered, and a session that is saved under a key which works as the cookie. Nothing else is offered.
"""

import os
import sys
from collections.abc import Iterator
from types import ModuleType

from sample import sessions, users
from sample.database import Connection
from sample.settings import Settings

SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY = "_auth_user_id", "_auth_user_backend", "_auth_user_hash"


def run(connection: Connection) -> int:
    settings = Settings.from_environment(os.environ)
    engine = module("sample_sessions", SessionStore=lambda session_key=None: Store(connection, settings, session_key))
    module("django")
    module("django.conf", settings=ModuleType("settings"))
    sys.modules["django.conf"].settings.SESSION_ENGINE = engine.__name__
    sys.modules["django.conf"].settings.AUTHENTICATION_BACKENDS = ["sample.users"]
    module("django.contrib")
    people = ModuleType("User")
    people.objects = People(connection, users.everyone(connection))
    module(
        "django.contrib.auth",
        SESSION_KEY=SESSION_KEY,
        BACKEND_SESSION_KEY=BACKEND_SESSION_KEY,
        HASH_SESSION_KEY=HASH_SESSION_KEY,
        get_user_model=lambda: people,
    )
    exec(compile(sys.stdin.read(), "<stdin>", "exec"), {"__name__": "__console__"})
    return 0


def module(name: str, **content: object) -> ModuleType:
    made = ModuleType(name)
    vars(made).update(content)
    sys.modules[name] = made
    return made


class Person:
    is_active = True

    def __init__(self, user: users.User):
        self.pk = user.id
        self.username = user.username
        self.is_superuser = user.is_superuser
        self.password_change_needed = user.password_change_needed

    def get_username(self) -> str:
        return self.username

    def get_session_auth_hash(self) -> str:
        return ""


class People:
    """A query set, as far as filter, order_by and iteration go."""

    def __init__(self, connection: Connection, found: list):
        self._connection = connection
        self._found = [user if isinstance(user, Person) else Person(user) for user in found]

    def filter(self, **wanted: object) -> "People":
        matching = [user for user in self._found if all(getattr(user, name) == wanted[name] for name in wanted)]
        return People(self._connection, matching)

    def order_by(self, name: str) -> "People":
        return People(self._connection, sorted(self._found, key=lambda user: getattr(user, name)))

    def __iter__(self) -> Iterator[Person]:
        return iter(self._found)


class Store(dict):
    """One session; the key is the token of the cookie."""

    def __init__(self, connection: Connection, settings: Settings, session_key: str | None):
        super().__init__()
        self._connection = connection
        self._settings = settings
        self._seconds = sessions.MAX_AGE
        self.session_key = session_key

    def set_expiry(self, seconds: int) -> None:
        self._seconds = seconds

    def save(self) -> None:
        user = users.by_id(self._connection, int(self[SESSION_KEY]))
        self.session_key = sessions.start(self._connection, self._settings.secret_key, user, self._seconds)

    def delete(self) -> None:
        sessions.end(self._connection, self._settings.secret_key, self.session_key)
