"""Secrets of a data folder: made at random once, and read by nobody but who runs the server. Knows not what they are for."""

import os
import secrets
from pathlib import Path

from masklet.store.media import storage_errors

_BYTES = 32


def kept_secret(path: Path) -> str:
    """The secret in the file, of 256 bits; made where there is none. Raises StorageFull."""
    try:
        known = path.read_text().strip()
    except FileNotFoundError:
        known = ""
    return known or _made(path)


def _made(path: Path) -> str:
    """Whole under its name or not there: a server that dies meanwhile leaves no half of a secret."""
    secret = secrets.token_urlsafe(_BYTES)
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    with storage_errors():
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            os.fchmod(descriptor, 0o600)  # whatever a file of this name had
            file.write(secret + "\n")
        fresh.replace(path)
    return secret
