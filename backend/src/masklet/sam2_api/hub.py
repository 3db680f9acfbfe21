"""Checkpoints from the Hugging Face hub: fetched, their bytes checked, kept in its own cache. Knows no tensors."""

import errno
import hashlib
import re
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

from huggingface_hub import constants, hf_hub_download
from huggingface_hub.errors import (
    EntryNotFoundError,
    HfHubHTTPError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from masklet.domain.errors import (
    CheckpointNotFound,
    CheckpointUnreadable,
    MaskletError,
    NetworkUnavailable,
    StorageFull,
)

_SHA256 = re.compile(r"[0-9a-f]{64}")
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


def fetch(model_id: str, file_name: str) -> Path:
    """The file of a model, from the cache or from the hub that the settings name. It has the bytes that the hub announced.

    Raises CheckpointNotFound, CheckpointUnreadable, NetworkUnavailable, StorageFull.
    """
    from masklet.settings import Settings

    endpoint = Settings().hub_endpoint  # type: ignore[call-arg] # from the environment
    try:
        file = Path(hf_hub_download(model_id, file_name, endpoint=endpoint))
    except Exception as error:
        raise _as_ours(error, model_id, endpoint or constants.ENDPOINT) from error
    if not _has_announced_bytes(file):
        discard(file)
        raise CheckpointUnreadable(f"What came of {file_name} is damaged and was thrown away. Try again.")
    return file


def discard(file: Path) -> None:
    """Forget a cached file, so that it is fetched anew."""
    blob = file.resolve()
    file.unlink(missing_ok=True)
    blob.unlink(missing_ok=True)


def _has_announced_bytes(file: Path) -> bool:
    """By the checksum that the hub announces and the cache names files by, else by those in the file itself."""
    announced = file.resolve().name
    if _SHA256.fullmatch(announced):
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == announced
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        return False


def _as_ours(error: Exception, model_id: str, endpoint: str) -> MaskletError:
    host = urlsplit(endpoint).hostname or endpoint
    if isinstance(error, LocalEntryNotFoundError):  # before EntryNotFoundError, of which it is one
        return NetworkUnavailable(
            f"There is no network connection to {host}, or it does not answer as a hub, and {model_id} is not in the "
            "cache. A checkpoint file can be fetched on another machine and named by its path."
        )
    if isinstance(error, EntryNotFoundError | RepositoryNotFoundError | RevisionNotFoundError):
        return CheckpointNotFound(f"{host} has no checkpoint of {model_id}.")
    if isinstance(error, HfHubHTTPError):
        return NetworkUnavailable(f"{host} refuses to send {model_id} (it answers {error.response.status_code}).")
    if isinstance(error, OSError) and error.errno in _DISK_FULL:
        return StorageFull("The disk is full: there is no room for this checkpoint.")
    return NetworkUnavailable(f"{model_id} could not be fetched from {host}, nothing of it is kept. Try again later.")
