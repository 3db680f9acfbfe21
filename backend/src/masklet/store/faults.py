"""What a disk or a database says when it cannot, as errors that a person understands. Knows neither tables nor files."""

import errno
import sqlite3

from masklet.domain.errors import MaskletError, StorageFull, StorageUnavailable

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


def fault_of(error: BaseException | None) -> MaskletError | None:
    """Of SQLite's error; None for one that tells of a mistake of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    # a connection needs a little shared memory, which is a file too
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return _full()
    match code & 0xFF:
        case sqlite3.SQLITE_FULL:
            return _full()
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StorageUnavailable(
                "Another program holds the database; nothing was changed. Try again in a moment.", reason="busy"
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return _read_only()
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN:
            return _unanswered()
    return None


def file_fault_of(error: OSError) -> MaskletError | None:
    """Of the system's error; None for one that tells of a mistake of ours, as a name that is not there."""
    if error.errno in _FULL:
        return _full()
    if error.errno in _READ_ONLY:
        return _read_only()
    return _unanswered() if error.errno == errno.EIO else None


def _full() -> StorageFull:
    return StorageFull("The disk is full; make room and try again.")


def _read_only() -> StorageUnavailable:
    return StorageUnavailable(
        "The server's disk may not be written to; nothing was changed. Its owner must make it writable again.",
        reason="readOnly",
    )


def _unanswered() -> StorageUnavailable:
    return StorageUnavailable("The server's disk does not answer as it should; nothing was changed. Try again later.")
