"""Addresses of the real application that a door in front should refuse. Here they say so when it does not."""

from sample.request import Request
from sample.response import Response, plain

PATHS = (
    r"/media/.*",
    r"/auth/signup/",
    r"/auth/(email|confirm-email|password|password_change|password_reset)/.*",
)
ONLY_BEFORE_012 = (r"/admin/.*",)


def answer(request: Request) -> Response:
    return plain(f"{request.path} is reachable.\n")
