"""Passwords: which are good enough, one made by chance, and the hash that is kept in their place."""

import secrets
from collections.abc import Sequence
from typing import Final

from pwdlib import PasswordHash

from core.error_codes import ErrorCode
from core.errors import FieldFault
from core.texts import is_printed, is_storable

LEAST_LENGTH: Final = 10
MOST_LENGTH: Final = 200

# What is read aloud or copied from paper: no letter looks like a digit or like another letter.
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS: Final = 4
_GROUP_LENGTH: Final = 4

_passwords = PasswordHash.recommended()
# Verified when the login is unknown, so that the answer takes as long as for a known one.
_NOBODYS_HASH: Final = _passwords.hash(secrets.token_urlsafe(16))


def password_faults(password: str, login: str, field: str) -> Sequence[FieldFault]:
    """Why this user cannot have this password; `field` is what the faults call it."""
    if not is_printed(password):
        return [FieldFault.of(field, ErrorCode.CONTROL_CHARACTERS)]
    if len(password) < LEAST_LENGTH:
        return [FieldFault.of(field, ErrorCode.TOO_SHORT, min=LEAST_LENGTH)]
    if len(password) > MOST_LENGTH:
        return [FieldFault.of(field, ErrorCode.TOO_LONG, max=MOST_LENGTH)]
    if password.strip().lower() == login.strip().lower():
        return [FieldFault.of(field, ErrorCode.PASSWORD_IS_LOGIN)]
    return []


def generated_password() -> str:
    """Groups of letters and digits, about 79 bits of chance."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))


def hash_password(password: str) -> str:
    """Argon2id, about 50 ms of work: call it off the event loop when many are made."""
    return _passwords.hash(password)


def password_matches(password: str, password_hash: str | None) -> bool:
    """Whether they belong together; takes the same time when there is no such user."""
    # Half a character has no bytes to be hashed; nobody's password has one.
    matches = is_storable(password) and _passwords.verify(password, password_hash or _NOBODYS_HASH)
    return matches and password_hash is not None
