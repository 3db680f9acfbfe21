"""Undo, redo, and earlier versions: finds the edits to swap, tells followers, lets the worker start again from the store."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from masklet.domain.errors import InvalidInput
from masklet.domain.history import Edit, EditKind, EditNote
from masklet.service.context import Context
from masklet.service.loading import SessionLoader
from masklet.service.marking import refuse_locked
from masklet.service.propagating import PropagationDesk
from masklet.store.transaction import Transaction

Choice = Callable[[Transaction], Sequence[Edit]]  # the edits to swap, in this order


class HistoryDesk:
    """Implements History. A propagation under way is cancelled first: it would go on from what is taken back."""

    def __init__(self, context: Context, loader: SessionLoader, propagations: PropagationDesk) -> None:
        self._context = context
        self._loader = loader
        self._propagations = propagations

    def all(self, session_id: str) -> tuple[Edit, ...]:
        """See History."""
        with self._context.database.read() as tx:
            tx.sessions.get(session_id)
            return tx.history.all(session_id)

    def undo(self, session_id: str) -> Edit | None:
        """See History."""
        job_id = self._propagations.active_job(session_id)
        if job_id is None:
            return self._swap_one(session_id, lambda tx: tx.history.last_done(session_id))
        self._propagations.stop(session_id)
        return self._swap_one(session_id, lambda tx: _done_since(tx, session_id, job_id))

    def redo(self, session_id: str) -> Edit | None:
        """See History."""
        return self._swap_one(session_id, lambda tx: tx.history.first_undone(session_id))

    def go_to(self, session_id: str, edit_id: int | None) -> None:
        """See History."""
        self._swap(session_id, lambda tx: _on_the_way(tx, session_id, edit_id))

    def restore(self, session_id: str, object_id: int, edit_id: int | None) -> None:
        """See History."""
        context = self._context
        with context.database.read() as tx:
            check_restorable(tx, session_id, object_id, edit_id)
        with self._propagations.none_running(session_id):
            with context.edit(session_id, EditNote(EditKind.RESTORE, object_id)) as tx:
                check_restorable(tx, session_id, object_id, edit_id)
                tx.history.restore(session_id, object_id, edit_id)
                tx.events.objects_changed(session_id, context.clock())
                tx.events.edited_frames_changed(session_id, context.clock())
            self._loader.forget(session_id)

    def _swap_one(self, session_id: str, find: Callable[[Transaction], Edit | None]) -> Edit | None:
        def choose(tx: Transaction) -> Sequence[Edit]:
            found = find(tx)
            return () if found is None else (found,)

        swapped = self._swap(session_id, choose)
        return swapped[0] if swapped else None

    def _swap(self, session_id: str, choose: Choice) -> list[Edit]:
        """The edits as they are then. Where there are none, nothing is disturbed."""
        context = self._context
        with context.database.read() as tx:
            tx.sessions.get(session_id)
            if not choose(tx):
                return []
        with self._propagations.none_running(session_id):
            with context.change(session_id) as tx:
                swapped = choose(tx)
                objects = tx.objects.positions(session_id).keys()
                effects = tx.effects.text(session_id)
                captures = [tx.history.swap(session_id, edit) for edit in swapped]
                self._tell(tx, session_id, captures, objects - tx.objects.positions(session_id).keys())
                if tx.effects.text(session_id) != effects:
                    tx.events.effects_changed(session_id, context.clock())
            self._loader.forget(session_id)
        return [replace(edit, undone=not edit.undone) for edit in swapped]

    def _tell(self, tx: Transaction, session_id: str, captures: Sequence[int], gone: set[int]) -> None:
        """Objects before their masks, so that a follower knows whose they are."""
        now = self._context.clock()
        for object_id in sorted(gone):
            tx.events.masks_cleared(session_id, object_id, now)
        tx.events.objects_changed(session_id, now)
        tx.events.edited_frames_changed(session_id, now, captures)
        tx.events.history_changed(session_id, now)


def _done_since(tx: Transaction, session_id: str, job_id: str) -> Edit | None:
    """The newest edit that is done, if it was made by the job or after it was accepted."""
    edit = tx.history.last_done(session_id)
    is_since = edit is not None and edit.created_at >= tx.jobs.get(job_id).job.created_at
    return edit if is_since else None


def _on_the_way(tx: Transaction, session_id: str, edit_id: int | None) -> Sequence[Edit]:
    """What is to be swapped until exactly the edits up to this one are done. Raises InvalidInput for an unknown one."""
    edits = tx.history.all(session_id)
    target = -1 if edit_id is None else edit_id
    if edit_id is not None and all(edit.edit_id != edit_id for edit in edits):
        raise InvalidInput("The history has no such edit any more.", reason="noEdit")
    too_many = [edit for edit in reversed(edits) if not edit.undone and edit.edit_id > target]
    return too_many or [edit for edit in edits if edit.undone and edit.edit_id <= target]


def check_restorable(tx: Transaction, session_id: str, object_id: int, edit_id: int | None) -> None:
    """Raises SessionNotFound, ObjectNotFound, ObjectLocked, and InvalidInput for an edit that is not done."""
    tx.sessions.get(session_id)
    refuse_locked(tx.objects.get(session_id, object_id))
    if edit_id is None:
        return
    edit = tx.history.find(session_id, edit_id)
    if edit is None or edit.undone:
        raise InvalidInput("The history has no such version: it was dropped, or is undone.", reason="noEdit")
