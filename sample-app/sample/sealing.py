"""Keeps database passwords unreadable without SECRET_KEY, with nothing but the standard library."""

import base64
import hashlib
import hmac
import secrets

PREFIX = "sealed:"


def seal(secret_key: str, text: str) -> str:
    nonce = secrets.token_bytes(16)
    hidden = mask(secret_key, nonce, text.encode())
    return PREFIX + base64.urlsafe_b64encode(nonce + tag(secret_key, nonce + hidden) + hidden).decode()


def unseal(secret_key: str, sealed: str) -> str:
    """With another key the sealed text comes back as it is: the real thing also sends that to PostgreSQL."""
    raw = base64.urlsafe_b64decode(sealed.removeprefix(PREFIX))
    nonce, expected, hidden = raw[:16], raw[16:48], raw[48:]
    if not hmac.compare_digest(tag(secret_key, nonce + hidden), expected):
        return sealed
    return mask(secret_key, nonce, hidden).decode()


def mask(secret_key: str, nonce: bytes, data: bytes) -> bytes:
    stream = hashlib.shake_256(b"mask:" + secret_key.encode() + nonce).digest(len(data))
    return bytes(left ^ right for left, right in zip(data, stream))


def tag(secret_key: str, data: bytes) -> bytes:
    return hmac.new(secret_key.encode(), b"tag:" + data, hashlib.sha256).digest()
