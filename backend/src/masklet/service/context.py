"""What every use case works with, made once by `services.build`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from masklet.domain.history import EditNote
from masklet.domain.ids import IdSource
from masklet.service.changes import Changes
from masklet.service.config import Folders, Keeping, Limits, Weights
from masklet.service.room import Room
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
    keeping: Keeping
    room: Room
    changes: Changes
    locks: SessionLocks
    clock: Clock
    new_id: IdSource
    keep_originals: bool
    weights: Weights = field(default_factory=Weights)

    @contextmanager
    def change(self, session_id: str, durable: bool = True) -> Iterator[Transaction]:
        """A transaction about one session; its followers wake once it is committed."""
        with self.database.write(durable) as tx:
            yield tx
        self.changes.notify(session_id)

    @contextmanager
    def edit(
        self, session_id: str, note: EditNote, durable: bool = True, job_id: str | None = None
    ) -> Iterator[Transaction]:
        """A change that a person made, can undo and redo, and finds in the history as `note`. Otherwise as `change`.

        Everything that the block changes in the session's rows is undone together. Where that is nothing, there is no
        edit. `note.object_name` is found where it is left empty. What a job changes piece by piece is one edit, as
        long as no other comes in between. Raises SessionNotFound.
        """
        with self.change(session_id, durable) as tx:
            recording = tx.history.begin(session_id, job_id)
            yield tx
            now = self.clock()
            if tx.history.end(recording, note, now):
                tx.events.history_changed(session_id, now)
