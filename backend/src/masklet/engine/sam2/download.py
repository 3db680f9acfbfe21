"""One file from an HTTP server, going on where it stopped. Knows nothing of checkpoints, and believes no server."""

import errno
import http
import http.client
import logging
import re
import shutil
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from masklet.domain.errors import Cancelled, CheckpointNotFound, MaskletError, NetworkUnavailable, StorageFull
from masklet.domain.preparation import IsCancelled, OnProgress

TIMEOUT_S = 15.0  # of silence; a cancel during it waits that long
_PIECE_BYTES = 256 * 1024
_TELL_EVERY_BYTES = 1024 * 1024
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
_TOTAL = re.compile(r"bytes .*/(\d+)")
_GONE = (404, 410)
_RANGE_REFUSED = 416
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Offer:
    """What a server is about to send: bytes from `start` on, of `total` (0: it does not say)."""

    body: http.client.HTTPResponse
    start: int
    total: int


def download(address: str, part: IO[bytes], most_bytes: int, on_progress: OnProgress, is_cancelled: IsCancelled) -> int:
    """Fill `part`, opened to append, with the file at the address; its length when all of it came.

    What came stays in it when this raises NetworkUnavailable (also for more than `most_bytes`), CheckpointNotFound,
    StorageFull, Cancelled. Bytes are told to `on_progress`, about every MiB.
    """
    offer = _ask(address, _length(part))
    if offer is None:
        return _length(part)
    with offer.body:
        _cut(part, offer.start)
        _check_room(part, offer, most_bytes)
        _receive(offer, part, most_bytes, on_progress, is_cancelled)
    have = _length(part)
    if offer.total and have != offer.total:
        raise NetworkUnavailable(f"{_came(have, offer.total)} The server broke off. Start again to go on.")
    return have


def _ask(address: str, have: int) -> _Offer | None:
    """The server's offer for the rest of the file; None where there is none: all of it is here."""
    try:
        return _offer(_open(address, have), address, have)
    except urllib.error.HTTPError as refusal:
        with refusal:
            if refusal.code != _RANGE_REFUSED or not have:
                raise _refused(address, refusal.code) from refusal
            if _total(refusal.headers.get("Content-Range")) == have:
                return None
    return _ask(address, 0)  # what is here is of no use to this server


def _open(address: str, start: int) -> http.client.HTTPResponse:
    headers = {"User-Agent": "masklet", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    try:
        answer = urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=TIMEOUT_S)
    except urllib.error.HTTPError:
        raise
    except (OSError, http.client.HTTPException) as error:
        _logger.warning("no answer from %s: %s", address, error)
        raise NetworkUnavailable(
            f"There is no network connection to {_host(address)}, or it does not answer. "
            "The file can be fetched on another machine and copied into the folder of the checkpoints."
        ) from error
    assert isinstance(answer, http.client.HTTPResponse)
    return answer


def _offer(answer: http.client.HTTPResponse, address: str, have: int) -> _Offer:
    if answer.headers.get_content_type() == "text/html":
        with answer:
            raise NetworkUnavailable(f"A web page came instead of the file of {_host(address)}: a login in between?")
    length = int(answer.length or 0)
    if answer.status != http.HTTPStatus.PARTIAL_CONTENT:
        return _Offer(answer, 0, length)
    content_range = answer.headers.get("Content-Range", "")
    if content_range.startswith(f"bytes {have}-"):
        return _Offer(answer, have, _total(content_range) or (have + length if length else 0))
    with answer:
        raise NetworkUnavailable(f"{_host(address)} sends another piece than it was asked for. Try again later.")


def _receive(
    offer: _Offer, part: IO[bytes], most_bytes: int, on_progress: OnProgress, is_cancelled: IsCancelled
) -> None:
    have = told = offer.start
    on_progress(have, offer.total)
    while True:
        if is_cancelled():
            raise Cancelled("The download was stopped; what came is kept.")
        piece = _piece(offer, have)
        if not piece:
            return
        _write(part, piece)
        have += len(piece)
        if have > most_bytes:
            raise NetworkUnavailable("The server sends more than such a file can be.")
        if have - told >= _TELL_EVERY_BYTES:
            told = have
            on_progress(have, offer.total)


def _piece(offer: _Offer, have: int) -> bytes:
    try:
        return offer.body.read1(_PIECE_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise NetworkUnavailable(
            f"{_came(have, offer.total)} The network connection broke off. Start again to go on."
        ) from error


def _check_room(part: IO[bytes], offer: _Offer, most_bytes: int) -> None:
    if offer.total > most_bytes:
        raise NetworkUnavailable(f"The server announces {offer.total} bytes, more than such a file can be.")
    free = shutil.disk_usage(Path(part.name).parent).free
    if offer.total - offer.start > free:
        raise StorageFull(f"The disk has room for {_mb(free)}, and {_mb(offer.total - offer.start)} are to come.")


def _write(part: IO[bytes], piece: bytes) -> None:
    try:
        part.write(piece)
    except OSError as error:
        raise _storage(error) from error


def _cut(part: IO[bytes], length: int) -> None:
    if _length(part) > length:
        part.truncate(length)


def _length(part: IO[bytes]) -> int:
    return part.seek(0, 2)


def _storage(error: OSError) -> MaskletError:
    if error.errno in _DISK_FULL:
        return StorageFull("The disk of the server is full; what came is kept.")
    return StorageFull(f"The file cannot be written: {error.strerror}.")


def _refused(address: str, status: int) -> MaskletError:
    if status in _GONE:
        return CheckpointNotFound(f"{_host(address)} has no such file (it answers {status}).")
    return NetworkUnavailable(f"{_host(address)} refuses to send the file (it answers {status}). Try again later.")


def _total(content_range: str | None) -> int:
    """Of the whole file; 0 where the server does not say."""
    found = _TOTAL.fullmatch(content_range or "")
    return int(found[1]) if found else 0


def _came(have: int, total: int) -> str:
    return f"{_mb(have)} of {_mb(total)} came and are kept." if total else f"{_mb(have)} came and are kept."


def _mb(count: int) -> str:
    return f"{count / 2**20:.1f} MB"


def _host(address: str) -> str:
    return urlsplit(address).hostname or address
