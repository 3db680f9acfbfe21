"""Keeps the worker's copy of a session in step with the store: opens it when it is not held, and asks again."""

from collections.abc import Callable
from typing import TypeVar

import structlog

from masklet.domain.errors import MaskletError, SessionNotLoaded, WorkerFailed
from masklet.domain.masklet import ObjectMask
from masklet.domain.tracking import PromptedFrame
from masklet.service.context import Context
from masklet.service.frames import size_of
from masklet.store.transaction import Transaction
from masklet.workers.interface import EngineWorker, SessionSpec

T = TypeVar("T")
_TRIES = 4
_log = structlog.get_logger(__name__)


class SessionLoader:
    """Everything that a worker holds of a session can be made again from its prompts and their masks."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def ask(self, session_id: str, question: Callable[[EngineWorker], T]) -> T:
        """The worker's answer. Where it holds nothing of the session, or died, the session is opened and asked again.

        On a full device others may make it leave again before it is asked, so that is tried some times.
        """
        worker = self._context.engine_worker
        for left in reversed(range(_TRIES)):
            try:
                return question(worker)
            except (SessionNotLoaded, WorkerFailed) as error:
                if left == 0 or (isinstance(error, WorkerFailed) and left < _TRIES - 1):
                    raise
                _log.info("session_opened", session_id=session_id, reason=type(error).__name__)
                self.open(session_id)
        raise AssertionError("the last try returns or raises")

    def open(self, session_id: str) -> None:
        """Hand the session to the worker as it is stored. Raises SessionNotFound, VideoUnreadable, EngineUnavailable, WorkerFailed."""
        context = self._context
        with context.locks.hold(session_id):
            with context.database.read() as tx:
                spec = self._spec(tx, session_id)
            context.engine_worker.open(spec)

    def tell(self, session_id: str, news: Callable[[EngineWorker], None]) -> None:
        """Tell of a change that is stored already: a worker without the session learns it when it opens it again."""
        try:
            news(self._context.engine_worker)
        except SessionNotLoaded:
            return
        except MaskletError as error:
            _log.warning("session_dropped", session_id=session_id, reason=error.message)
            self.forget(session_id)

    def forget(self, session_id: str) -> None:
        """Free the device. A worker that cannot answer holds nothing any more."""
        try:
            self._context.engine_worker.forget(session_id)
        except WorkerFailed as error:
            _log.info("worker_restarted_while_forgetting", session_id=session_id, reason=error.message)

    def _spec(self, tx: Transaction, session_id: str) -> SessionSpec:
        session = tx.sessions.get(session_id)
        video = tx.sessions.video(session_id)
        media_file = self._context.media.clip(tx.videos.id_of(video.path))
        prompted = []
        stored: dict[int, dict[int, ObjectMask]] = {}
        for object_id, frame_index, prompt in tx.prompts.all(session_id):
            if frame_index not in stored:
                stored[frame_index] = tx.masks.on_frame(session_id, frame_index, size_of(video))
            prompted.append(PromptedFrame(object_id, frame_index, prompt, stored[frame_index].get(object_id)))
        return SessionSpec(session_id, session.engine, str(media_file), video, tuple(prompted))
