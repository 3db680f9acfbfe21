"""One call run against a host, wherever the host lives: expected errors pass, all others are logged and become WorkerFailed."""

import errno
import logging

from masklet.domain.errors import LimitExceeded, MaskletError, StorageFull, WorkerFailed
from masklet.workers.interface import IsCancelled, OnProgress
from masklet.workers.messages import Call

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
_logger = logging.getLogger(__name__)


def invoke(host: object, purpose: str, call: Call, on_progress: OnProgress, is_cancelled: IsCancelled) -> object:
    """The method's result. Raises only MaskletError; `purpose` see Role."""
    callbacks: dict[str, object] = {}
    if call.reports:
        callbacks["on_progress"] = on_progress
    if call.cancellable:
        callbacks["is_cancelled"] = is_cancelled
    try:
        result: object = getattr(host, call.method)(*call.arguments, **callbacks)
    except MaskletError:
        raise
    except MemoryError as error:
        _logger.warning("'%s' ran out of memory while %s", call.method, purpose)
        raise LimitExceeded("The file needs more memory than the server gives to one.", reason="memory") from error
    except Exception as error:
        _logger.exception("'%s' failed while %s", call.method, purpose)
        if isinstance(error, OSError) and error.errno in _DISK_FULL:
            raise StorageFull("The disk of the server is full.") from error
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            raise LimitExceeded("What would be written is larger than the server allows.", reason="output") from error
        raise unexpected(purpose) from error
    return result


def unexpected(purpose: str) -> WorkerFailed:
    """What a person is told of an error that nobody foresaw; the log holds the rest."""
    return WorkerFailed(f"Something went wrong while {purpose}. The server's log says what.")
