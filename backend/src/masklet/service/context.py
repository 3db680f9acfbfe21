"""What every use case works with, made once by `services.build`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from masklet.domain.history import EditNote
from masklet.domain.ids import IdSource
from masklet.service.changes import Changes
from masklet.service.config import Folders, Limits
from masklet.service.session_locks import SessionLocks
from masklet.store.database import Database
from masklet.store.media import MediaFiles
from masklet.store.transaction import Transaction
from masklet.workers.interface import CheckpointWorker, EngineWorker, MediaWorker

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Context:
    """Stores, workers, time and chance. `clock` gives UTC seconds since the epoch."""

    database: Database
    media: MediaFiles
    engine_worker: EngineWorker
    media_worker: MediaWorker
    checkpoint_worker: CheckpointWorker
    folders: Folders
    limits: Limits
    changes: Changes
    locks: SessionLocks
    clock: Clock
    new_id: IdSource
    keep_originals: bool

    @contextmanager
    def change(self, session_id: str, durable: bool = True) -> Iterator[Transaction]:
        """A transaction about one session; its followers wake once it is committed."""
        with self.database.write(durable) as tx:
            yield tx
        self.changes.notify(session_id)

    @contextmanager
    def edit(self, session_id: str, note: EditNote, durable: bool = True) -> Iterator[Transaction]:
        """A change that a person made, can undo and redo, and finds in the history as `note`. Otherwise as `change`."""
        with self.change(session_id, durable) as tx:
            yield tx
