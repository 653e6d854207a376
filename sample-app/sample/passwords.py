"""Password hashing, and the four rules a new password must meet."""

import hashlib
import hmac
import re
import secrets
from difflib import SequenceMatcher
from pathlib import Path

from sample.messages import Message

COST, BLOCK_SIZE = 2**14, 8
MINIMUM_LENGTH = 8
TOO_SIMILAR = 0.7
COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())


def hash_password(password: str) -> str:
    salt = secrets.token_hex(16)
    return f"scrypt${salt}${digest(password, salt)}"


def unusable_password() -> str:
    return "!" + secrets.token_hex(16)


def matches(password: str, stored: str) -> bool:
    scheme, _, rest = stored.partition("$")
    if scheme != "scrypt":
        return False
    salt, _, expected = rest.partition("$")
    return hmac.compare_digest(digest(password, salt), expected)


def digest(password: str, salt: str) -> str:
    return hashlib.scrypt(password.encode(), salt=salt.encode(), n=COST, r=BLOCK_SIZE, p=1).hex()


def weaknesses(password: str, username: str) -> list[Message]:
    found = []
    if similar(password.lower(), username.lower()):
        found.append(Message.PASSWORD_SIMILAR)
    if len(password) < MINIMUM_LENGTH:
        found.append(Message.PASSWORD_SHORT)
    if password.lower().strip() in COMMON:
        found.append(Message.PASSWORD_COMMON)
    if password.isdigit():
        found.append(Message.PASSWORD_DIGITS)
    return found


def similar(password: str, username: str) -> bool:
    """Compares with the whole name and each word of it. A word far shorter than the password cannot resemble it."""
    words = [word for word in {*re.split(r"\W+", username), username} if word]
    return any(
        SequenceMatcher(a=password, b=word).quick_ratio() >= TOO_SIMILAR
        for word in words
        if len(password) < 10 * len(word)
    )
