"""Unguessable identifiers. A content hash would tell strangers what exists, so ids are random."""

import secrets
from collections.abc import Callable

IdSource = Callable[[], str]


def random_id() -> str:
    """A fresh 128-bit id as 32 hexadecimal digits."""
    return secrets.token_hex(16)
