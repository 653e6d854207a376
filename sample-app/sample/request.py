"""One HTTP request, read from the WSGI environment only as far as somebody asks."""

from collections.abc import Iterator
from functools import cached_property
from urllib.parse import parse_qsl, quote

from sample import csrf_tokens, messages, sessions
from sample.database import Connection, connect
from sample.response import HttpError
from sample.settings import Settings
from sample.users import User

MEMORY_LIMIT = 2_621_440


class Request:
    def __init__(self, environ: dict, settings: Settings):
        self.environ = environ
        self.settings = settings
        self.method: str = environ["REQUEST_METHOD"]
        self.path: str = environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace") or "/"
        self.new_session: str | None = None
        self.new_csrf_secret: str | None = None
        self._connection: Connection | None = None
        self._unread = self.content_length

    @property
    def content_length(self) -> int:
        """A chunked body has no length and counts as empty, as with Django."""
        try:
            return max(0, int(self.environ.get("CONTENT_LENGTH") or 0))
        except ValueError:
            return 0

    @property
    def content_type(self) -> str:
        return self.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()

    def header(self, name: str) -> str | None:
        return self.environ.get("HTTP_" + name.upper().replace("-", "_"))

    @property
    def host(self) -> str:
        host = self.header("Host")
        if host:
            return host
        name, port = self.environ["SERVER_NAME"], self.environ["SERVER_PORT"]
        return name if port == ("443" if self.is_secure else "80") else f"{name}:{port}"

    @property
    def is_secure(self) -> bool:
        """Whoever sends X-Forwarded-Proto is believed; of a list, the first value counts."""
        forwarded = self.header("X-Forwarded-Proto")
        scheme = self.environ["wsgi.url_scheme"] if forwarded is None else forwarded.partition(",")[0].strip()
        return scheme == "https"

    @property
    def origin(self) -> str:
        return f"{'https' if self.is_secure else 'http'}://{self.host}"

    @property
    def full_path(self) -> str:
        query = self.environ.get("QUERY_STRING")
        return quote(self.path, safe="/:@!$&'()*+,;=~") + (f"?{query}" if query else "")

    @cached_property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.environ.get("QUERY_STRING", ""), keep_blank_values=True))

    @cached_property
    def cookies(self) -> dict[str, str]:
        pairs = (item.partition("=") for item in self.environ.get("HTTP_COOKIE", "").split(";"))
        return {name.strip(): value.strip().strip('"') for name, _, value in pairs if name.strip()}

    @property
    def language(self) -> str:
        return messages.preferred_language(self.header("Accept-Language") or "")

    @property
    def database(self) -> Connection:
        """Opened by the first who needs it; the application closes it when the answer is ready."""
        if self._connection is None:
            self._connection = connect(self.settings)
        return self._connection

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @cached_property
    def user(self) -> User | None:
        token = self.cookies.get(sessions.COOKIE)
        return sessions.user_of(self.database, self.settings.secret_key, token) if token else None

    def sign_in(self, user: User) -> None:
        self.new_session = sessions.start(self.database, self.settings.secret_key, user)
        self.new_csrf_secret = csrf_tokens.new_secret()
        self.user = user

    def sign_out(self) -> None:
        token = self.cookies.get(sessions.COOKIE)
        if token:
            sessions.end(self.database, self.settings.secret_key, token)
            self.new_session = ""
        self.user = None

    def csrf_token(self) -> str:
        """For a hidden field. Asking for it also makes the answer set or renew the cookie."""
        if self.new_csrf_secret is None:
            self.new_csrf_secret = csrf_tokens.valid_secret(self.cookies.get(csrf_tokens.COOKIE))
        if self.new_csrf_secret is None:
            self.new_csrf_secret = csrf_tokens.new_secret()
        return csrf_tokens.masked(self.new_csrf_secret)

    def read(self, size: int) -> bytes:
        data = self.environ["wsgi.input"].read(min(size, self._unread))
        self._unread = self._unread - len(data) if data else 0
        return data

    def chunks(self, size: int = 256 * 1024) -> Iterator[bytes]:
        while data := self.read(size):
            yield data

    @cached_property
    def body(self) -> bytes:
        if self.content_length > MEMORY_LIMIT:
            raise HttpError(400, "The request body is too large.")
        data = b"".join(self.chunks())
        if len(data) < self.content_length:
            raise HttpError(400, "The request body ended early.")
        return data

    @cached_property
    def form(self) -> dict[str, str]:
        if self.content_type != "application/x-www-form-urlencoded":
            return {}
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))
