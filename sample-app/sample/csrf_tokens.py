"""The secret in the csrftoken cookie, and its masked form for hidden fields."""

import hmac
import re
import secrets

COOKIE = "csrftoken"
MAX_AGE = 364 * 24 * 3600
SECRET = re.compile(r"[0-9a-f]{32}")
MASKED = re.compile(r"[0-9a-f]{64}")


def new_secret() -> str:
    return secrets.token_hex(16)


def valid_secret(value: str | None) -> str | None:
    return value if value and SECRET.fullmatch(value) else None


def masked(secret: str) -> str:
    """Differs on every page, so that compressing the answer does not give the secret away."""
    mask = secrets.token_bytes(16)
    return mask.hex() + combined(mask, bytes.fromhex(secret)).hex()


def matches(secret: str, token: str) -> bool:
    """The token may be masked (hidden field) or the bare secret (a script that read the cookie)."""
    if MASKED.fullmatch(token):
        raw = bytes.fromhex(token)
        token = combined(raw[:16], raw[16:]).hex()
    return hmac.compare_digest(token.encode(), secret.encode())


def combined(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right))
