"""Frames marked as without the object, and frames whose masks a person accepted."""

from dataclasses import replace
from functools import partial

from masklet.domain.errors import FrameAccepted, InvalidInput
from masklet.domain.history import EditKind, EditNote
from masklet.domain.runs import difference, intersection, union
from masklet.domain.session import Run, TrackedObject
from masklet.service.context import Context
from masklet.service.frames import check_frame, empty_mask, size_of
from masklet.service.loading import SessionLoader
from masklet.service.marking import refuse_locked
from masklet.store.transaction import Transaction
from masklet.workers.interface import EngineWorker

TAKEN_AWAY = "taken away"  # the history's further word where a mark was removed
_ROWS_A_WRITE = 500


class MarkDesk:
    """Implements Marks. One change at a time in a session; tracking that is under way leaves marked frames alone."""

    def __init__(self, context: Context, loader: SessionLoader) -> None:
        self._context = context
        self._loader = loader

    def mark_absent(self, session_id: str, object_id: int, first: int, last: int, marked: bool) -> TrackedObject:
        """See Marks."""
        context, run = self._context, (first, last)
        with context.locks.hold(session_id):
            with context.database.read() as tx:
                known = _known(tx, session_id, object_id, run)
                refuse_locked(known)
                _refuse_accepted(known, run)
                said = [at for at in tx.prompts.frames_of(session_id).get(object_id, ()) if first <= at <= last]
            with context.edit(session_id, _note(EditKind.ABSENT, known, run, marked)) as tx:
                if marked:
                    changed = self._put_away(tx, session_id, known, run, said)
                else:
                    changed = self._bring_back(tx, session_id, known, run)
            for frame_index in said if marked else ():
                self._loader.tell(session_id, partial(_take_back, session_id, object_id, frame_index))
        return changed

    def accept(self, session_id: str, object_id: int, first: int, last: int, marked: bool) -> TrackedObject:
        """See Marks. A locked object's masks can be accepted as well: they stay as they are."""
        context, run = self._context, (first, last)
        with context.locks.hold(session_id):
            with context.database.read() as tx:
                known = _known(tx, session_id, object_id, run)
                if marked:
                    _refuse_unknown(tx, session_id, known, run)
            accepted = union(known.accepted, (run,)) if marked else difference(known.accepted, (run,))
            changed = replace(known, accepted=accepted)
            with context.edit(session_id, _note(EditKind.ACCEPT, known, run, marked)) as tx:
                tx.objects.replace(session_id, changed)
                tx.events.objects_changed(session_id, context.clock())
        return changed

    def _put_away(
        self, tx: Transaction, session_id: str, known: TrackedObject, run: Run, said: list[int]
    ) -> TrackedObject:
        changed = replace(known, absent=union(known.absent, (run,)))
        for frame_index in said:
            tx.prompts.remove(session_id, known.object_id, frame_index)
        gone = empty_mask(*size_of(tx.sessions.video(session_id)))
        news = [at for one in difference((run,), known.absent) for at in range(one[0], one[1] + 1)]
        for start in range(0, len(news), _ROWS_A_WRITE):
            frames = news[start : start + _ROWS_A_WRITE]
            tx.masks.put_all(session_id, {(at, known.object_id): gone for at in frames})
        self._tell(tx, session_id, changed, news)
        return changed

    def _bring_back(self, tx: Transaction, session_id: str, known: TrackedObject, run: Run) -> TrackedObject:
        changed = replace(known, absent=difference(known.absent, (run,)))
        unmarked = intersection(known.absent, (run,))
        for first, last in unmarked:
            tx.masks.remove_range(session_id, known.object_id, first, last)
        self._tell(tx, session_id, changed, [at for one in unmarked for at in range(one[0], one[1] + 1)])
        return changed

    def _tell(self, tx: Transaction, session_id: str, changed: TrackedObject, frames: list[int]) -> None:
        tx.objects.replace(session_id, changed)
        tx.events.objects_changed(session_id, self._context.clock())
        tx.events.frames_changed(session_id, frames, self._context.clock())


def _take_back(session_id: str, object_id: int, frame_index: int, worker: EngineWorker) -> None:
    worker.clear_prompt(session_id, object_id, frame_index)


def _known(tx: Transaction, session_id: str, object_id: int, run: Run) -> TrackedObject:
    video = tx.sessions.video(session_id)
    for frame_index in run:
        check_frame(frame_index, video)
    if run[1] < run[0]:
        raise InvalidInput("The last frame lies before the first.")
    return tx.objects.get(session_id, object_id)


def _refuse_accepted(known: TrackedObject, run: Run) -> None:
    accepted = intersection(known.accepted, (run,))
    if accepted:
        raise FrameAccepted(
            f"The mask of “{known.name}” is accepted on frame {accepted[0][0]}; take the acceptance away first.",
            reason="frame",
            name=known.name,
            object_id=known.object_id,
            frame_index=accepted[0][0],
        )


def _refuse_unknown(tx: Transaction, session_id: str, known: TrackedObject, run: Run) -> None:
    """Raises InvalidInput unless each frame has a mask (an empty one is an answer too) or is marked as absent."""
    masked = union(((at, at) for at in tx.masks.frames_of(session_id, known.object_id, *run)), known.absent)
    unknown = difference((run,), masked)
    if unknown:
        at = unknown[0][0]
        sentence = f"“{known.name}” has no mask on frame {at} that could be accepted."
        raise InvalidInput(sentence, reason="noMask", name=known.name, frame_index=at)


def _note(kind: EditKind, known: TrackedObject, run: Run, marked: bool) -> EditNote:
    return EditNote(kind, known.object_id, known.name, run[0], run[1], "" if marked else TAKEN_AWAY)
