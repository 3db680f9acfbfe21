"""Deletes videos and sessions: into the trash, back out of it, for good by hand or when their time is over."""

import threading
from contextlib import ExitStack, suppress
from pathlib import Path

import structlog

from masklet.domain.deletion import Deleted, Deletion, StorageUse
from masklet.domain.errors import DeletedNotFound, StorageFull
from masklet.domain.session import JobKind, JobState
from masklet.service.context import Context
from masklet.service.export_run import export_files
from masklet.service.exporting import ExportDesk
from masklet.service.loading import SessionLoader
from masklet.service.propagating import PropagationDesk
from masklet.service.room import size_of
from masklet.store.transaction import Transaction
from masklet.store.trash import StoredDeletion

_LOOK_EVERY_S = 60.0
_log = structlog.get_logger(__name__)


class TrashDesk:
    """Implements Trash. What is deleted ends first: its jobs are cancelled, its followers are told."""

    def __init__(
        self, context: Context, loader: SessionLoader, propagations: PropagationDesk, exports: ExportDesk
    ) -> None:
        self._context, self._loader = context, loader
        self._propagations, self._exports = propagations, exports
        self._is_closed = threading.Event()
        self._emptying: threading.Thread | None = None

    # ---- what would go

    def with_video(self, path: str) -> Deletion:
        """See Trash."""
        with self._context.database.read() as tx:
            video_id = tx.videos.id_of(path)
            return self._deletion(tx, [one.session_id for one in tx.sessions.all(path)], video_id)

    def with_session(self, session_id: str) -> Deletion:
        """See Trash."""
        with self._context.database.read() as tx:
            tx.sessions.get(session_id)
            return self._deletion(tx, [session_id], None)

    def all(self) -> list[Deleted]:
        """See Trash."""
        kept = self._context.keeping.keep_deleted_s
        with self._context.database.read() as tx:
            stored = tx.trash.all()
        return [
            Deleted(one.trash_id, one.kind, one.name, one.deleted_at, one.deleted_at + kept, one.size) for one in stored
        ]

    def storage(self) -> StorageUse:
        """See Trash."""
        return self._context.room.use()

    # ---- in and out

    def put_video(self, path: str) -> str | None:
        """Answers the id in the trash, None: gone at once. Raises VideoNotFound, StorageFull."""
        with self._context.database.read() as tx:
            video_id, title = tx.videos.id_of(path), tx.videos.get(path).title
        return self._put(video_id, None, title, self.with_video(path).size)

    def put_session(self, session_id: str) -> str | None:
        """The same. Raises SessionNotFound, StorageFull."""
        with self._context.database.read() as tx:
            name = tx.sessions.get(session_id).name
        return self._put(None, session_id, name, self.with_session(session_id).size)

    def restore(self, trash_id: str) -> None:
        """See Trash."""
        with self._context.database.write(durable=True) as tx:
            tx.trash.restore(trash_id)

    def delete_forever(self, trash_id: str) -> None:
        """See Trash."""
        with self._context.database.read() as tx:
            deletion = tx.trash.get(trash_id)
        try:
            files = self._forget(deletion, is_noted=True)
        except StorageFull:
            # On a full disk even forgetting needs room, and deleting is how a person makes it: the files go first.
            with self._context.database.read() as tx:
                files = self._files(tx, deletion)
            self._remove(deletion, files)
            self._forget(deletion, is_noted=True)
        self._remove(deletion, files)

    # ---- over time

    def empty(self) -> int:
        """Remove what lies longer in it than it is kept; answers how much that was."""
        now, kept = self._context.clock(), self._context.keeping.keep_deleted_s
        with self._context.database.read() as tx:
            over = [one.trash_id for one in tx.trash.all() if now - one.deleted_at >= kept]
        for trash_id in over:
            try:
                self.delete_forever(trash_id)
            except DeletedNotFound:
                continue  # it went with its video, or a person was faster
        return len(over)

    def start(self) -> None:
        """Empty it now and every minute, in a thread of its own."""
        self._emptying = threading.Thread(target=self._keep_empty, name="trash", daemon=True)
        self._emptying.start()

    def close(self) -> None:
        """No more emptying."""
        self._is_closed.set()
        if self._emptying is not None:
            self._emptying.join()

    def _keep_empty(self) -> None:
        while not self._is_closed.is_set():
            try:
                self.empty()
            except Exception:  # noqa: BLE001 - a thread's last word: it tries again in a minute
                _log.exception("trash_not_emptied")
            self._is_closed.wait(_LOOK_EVERY_S)

    # ---- how

    def _put(self, video_id: str | None, session_id: str | None, name: str, size: int) -> str | None:
        context = self._context
        deletion = StoredDeletion(context.new_id(), video_id, session_id, name, context.clock(), size)
        try:
            sessions = self._mark(deletion)
        except StorageFull:
            if video_id is None:
                raise
            self._gone_for_room(deletion)
            return None
        for session_id in sessions:
            self._end(session_id)
        if context.keeping.keep_deleted_s <= 0:
            with suppress(DeletedNotFound):  # whoever empties the trash was faster
                self.delete_forever(deletion.trash_id)
            return None
        return deletion.trash_id

    def _mark(self, deletion: StoredDeletion) -> list[str]:
        """In one transaction, so that kill -9 leaves all of it in the trash or nothing."""
        context = self._context
        with ExitStack() as held:
            with context.database.read() as tx:
                concerned = self._sessions(tx, deletion)
            for session_id in sorted(concerned):
                held.enter_context(context.locks.hold(session_id))
            with context.database.write(durable=True) as tx:
                now = context.clock()
                for session_id, job_id in tx.trash.open_jobs(self._sessions(tx, deletion)):
                    tx.jobs.finish(job_id, JobState.CANCELLED, now)
                    tx.events.job_changed(session_id, job_id, now)
                return tx.trash.put(deletion)

    def _sessions(self, tx: Transaction, deletion: StoredDeletion) -> list[str]:
        """Those that a deletion takes along."""
        if deletion.session_id is not None:
            return [tx.sessions.get(deletion.session_id).session_id]
        return [key for key in tx.trash.sessions_of(deletion.video_id or "") if tx.sessions.find(key) is not None]

    def _gone_for_room(self, deletion: StoredDeletion) -> None:
        """The disk is so full that not even the note of a deletion fits: what a person deletes makes room at once."""
        with self._context.database.read() as tx:
            sessions = self._sessions(tx, deletion)
            files = self._files(tx, deletion)
        self._remove(deletion, files)
        self._forget(deletion, is_noted=False)
        for session_id in sessions:
            self._end(session_id)

    def _forget(self, deletion: StoredDeletion, is_noted: bool) -> list[Path]:
        """The rows; answers the files that were theirs, for the case that the transaction is the last that happens.

        Raises DeletedNotFound where the deletion is noted no more: somebody brought it back meanwhile.
        """
        with self._context.database.write(durable=True) as tx:
            if is_noted:
                tx.trash.get(deletion.trash_id)
            files = self._files(tx, deletion)
            tx.trash.remove(deletion.video_id, deletion.session_id)
        return files

    def _files(self, tx: Transaction, deletion: StoredDeletion) -> list[Path]:
        """Of the exports that go for good."""
        one = deletion.session_id
        sessions = [one] if one is not None else tx.trash.sessions_of(deletion.video_id or "")
        return [file for session_id in sessions for file in self._exports.files_in(tx, session_id)]

    def _remove(self, deletion: StoredDeletion, files: list[Path]) -> None:
        if deletion.video_id is not None:
            self._context.media.delete(deletion.video_id)
        for file in files:
            file.unlink(missing_ok=True)

    def _end(self, session_id: str) -> None:
        """What still runs in a session that nobody sees any more."""
        self._context.changes.notify(session_id)
        self._propagations.stop(session_id)
        self._exports.stop(session_id)
        self._loader.forget(session_id)

    def _deletion(self, tx: Transaction, sessions: list[str], video_id: str | None) -> Deletion:
        context = self._context
        contents = tx.trash.contents(sessions)
        jobs = [job for one in sessions for job in tx.jobs.of_session(one, JobKind.EXPORT)]
        done = [job for job in jobs if job.state is JobState.DONE]
        files = [file for job in done for file in export_files(context.folders.exports, job)]
        folder = [] if video_id is None else [context.media.folder(video_id)]
        size = sum(size_of(path) for path in [*files, *folder]) + contents.mask_bytes
        return Deletion(len(sessions), contents.objects, contents.masks, len(done), size)
