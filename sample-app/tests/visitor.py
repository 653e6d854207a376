"""Somebody with a browser: keeps cookies, finds the token in a form, follows nothing by itself."""

import base64
import http.client
import json
import re
from dataclasses import dataclass
from http.client import HTTPMessage
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str | None:
        return self.headers["Location"]


class Visitor:
    def __init__(self, port: int):
        self._port = port
        self.cookies: dict[str, str] = {}

    def request(self, method: str, path: str, body: object = None, headers: dict | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, {**({"Cookie": cookie} if cookie else {}), **(headers or {})})
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        self._remember(answer.headers.get_all("Set-Cookie") or [])
        return answer

    def _remember(self, set_cookies: list[str]) -> None:
        for item in set_cookies:
            name, _, value = item.split(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in item:
                del self.cookies[name]

    def get(self, path: str, headers: dict | None = None) -> Answer:
        return self.request("GET", path, headers=headers)

    def post(self, path: str, fields: dict, headers: dict | None = None) -> Answer:
        return self.request("POST", path, urlencode(fields), {"Content-Type": FORM, **(headers or {})})

    def send_form(self, page: str, fields: dict, to: str | None = None, headers: dict | None = None) -> Answer:
        """Gets the page first, for its cookie and token. The Host header, if any, is used for both requests."""
        host = {"Host": headers["Host"]} if headers and "Host" in headers else None
        return self.post(to or page, {"csrfmiddlewaretoken": self.token(page, host), **fields}, headers)

    def token(self, page: str, headers: dict | None = None) -> str:
        return re.search('name="csrfmiddlewaretoken" value="([^"]+)"', self.get(page, headers).text)[1]

    def log_in(self, username: str, password: str, headers: dict | None = None) -> Answer:
        return self.send_form("/auth/login/", {"username": username, "password": password}, headers=headers)

    def call(self, method: str, parameters: dict | None = None, basic: tuple[str, str] | None = None) -> dict:
        credentials = base64.b64encode(":".join(basic or ()).encode()).decode()
        content = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters or {}}
        headers = {"Content-Type": "application/json", **({"Authorization": f"Basic {credentials}"} if basic else {})}
        answer = self.request("POST", "/api/rpc/v0/", json.dumps(content), headers)
        assert answer.status == 200, answer
        return json.loads(answer.body)

    def result(self, method: str, parameters: dict | None = None, basic: tuple[str, str] | None = None) -> object:
        answer = self.call(method, parameters, basic)
        assert "result" in answer, answer
        return answer["result"]
