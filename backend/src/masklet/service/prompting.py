"""Clicks, boxes and drawn masks: asks the worker for the mask, then stores prompt, mask and event together."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from masklet.domain.errors import InvalidInput, InvalidPrompt, LimitExceeded
from masklet.domain.history import EditKind, EditNote
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.prompt import Box, Point, Prompt
from masklet.domain.session import TrackedObject
from masklet.domain.video import Video
from masklet.masks.palette import colour
from masklet.service.context import Context
from masklet.service.frames import all_masks, check_frame, size_of
from masklet.service.loading import SessionLoader
from masklet.service.marking import forget_absence, forget_marks, refuse_locked, refuse_settled
from masklet.service.propagating import PropagationDesk
from masklet.store.transaction import Transaction

MOST_CANDIDATES = 5


class PromptDesk:
    """Implements Prompts. One change at a time in a session; different sessions do not wait for each other here."""

    def __init__(self, context: Context, loader: SessionLoader, propagations: PropagationDesk) -> None:
        self._context = context
        self._loader = loader
        self._propagations = propagations

    def set_points(
        self, session_id: str, object_id: int, frame_index: int, points: Sequence[Point], clear_old: bool
    ) -> FrameMasks:
        """See Prompts. A box on the frame stays; with nothing left the frame is cleared."""

        def say(old: Prompt) -> Prompt:
            said = tuple(points) if clear_old else (*old.points, *points)
            check_count(said, self._context.limits.max_points)
            return replace(old, points=said)

        return self._say(session_id, object_id, frame_index, say, EditKind.POINTS)

    def set_box(self, session_id: str, object_id: int, frame_index: int, box: Box) -> FrameMasks:
        """See Prompts. Points on the frame stay."""
        return self._say(session_id, object_id, frame_index, lambda old: replace(old, box=box), EditKind.BOX)

    def set_mask(self, session_id: str, object_id: int, frame_index: int, mask: Rle) -> FrameMasks:
        """See Prompts."""
        return self._say(session_id, object_id, frame_index, lambda _: Prompt(mask=mask), EditKind.MASK)

    def candidates(self, session_id: str, frame_index: int, prompt: Prompt, most: int) -> tuple[ObjectMask, ...]:
        """See Prompts. Nothing changes, so the session's other calls need not wait for the answer."""
        context = self._context
        with context.database.read() as tx:
            check_frame(frame_index, tx.sessions.video(session_id))
        check_question(prompt, most, context.limits.max_points)
        return self._loader.ask(session_id, lambda worker: worker.candidates(session_id, frame_index, prompt, most))

    def clear_frame(self, session_id: str, object_id: int, frame_index: int) -> FrameMasks:
        """See Prompts. The mask goes with its prompt: what was tracked there before is not known any more.

        A frame without a prompt keeps the mask that tracking gave it. An unknown object is no error and is not made.
        """
        context = self._context
        with context.locks.hold(session_id):
            with context.database.read() as tx:
                video = tx.sessions.video(session_id)
                check_frame(frame_index, video)
                is_prompted = tx.prompts.find(session_id, object_id, frame_index) is not None
                if is_prompted:
                    refuse_settled(tx, session_id, object_id, frame_index)
            if is_prompted:
                self._forget_prompt(session_id, object_id, frame_index)
            return self._answer(session_id, frame_index, video)

    def clear_video(self, session_id: str) -> None:
        """See Prompts. A propagation under way is cancelled first: it would put masks back."""
        context = self._context
        with context.database.read() as tx:
            tx.sessions.get(session_id)
            refuse_locked(*tx.objects.all(session_id))
        with self._propagations.none_running(session_id):
            with context.edit(session_id, EditNote(EditKind.CLEAR_VIDEO)) as tx:
                forget_marks(tx, session_id)
                tx.prompts.clear(session_id)
                tx.masks.clear(session_id)
                tx.events.forget_frames(session_id)
                for object_id in tx.objects.positions(session_id):
                    tx.events.masks_cleared(session_id, object_id, context.clock())
                tx.events.objects_changed(session_id, context.clock())
            self._loader.tell(session_id, lambda worker: worker.clear(session_id))

    def _say(
        self, session_id: str, object_id: int, frame_index: int, say: Callable[[Prompt], Prompt], kind: EditKind
    ) -> FrameMasks:
        context = self._context
        with context.locks.hold(session_id):
            with context.database.read() as tx:
                video = tx.sessions.video(session_id)
                check_frame(frame_index, video)
                prompt = say(tx.prompts.find(session_id, object_id, frame_index) or Prompt())
                check_room(tx, session_id, object_id, context.limits.max_objects)
                refuse_settled(tx, session_id, object_id, frame_index)
                previous = tx.masks.on_frame(session_id, frame_index, size_of(video)).get(object_id)
            if prompt.is_empty:
                return self.clear_frame(session_id, object_id, frame_index)
            before = previous.rle if previous else None
            mask = self._loader.ask(
                session_id, lambda worker: worker.prompt(session_id, object_id, frame_index, prompt, before)
            )
            self._keep(session_id, object_id, frame_index, prompt, mask, kind)
            return self._answer(session_id, frame_index, video)

    def _keep(
        self, session_id: str, object_id: int, frame_index: int, prompt: Prompt, mask: ObjectMask, kind: EditKind
    ) -> None:
        context = self._context
        now = context.clock()
        try:
            with context.edit(session_id, EditNote(kind, object_id, "", frame_index, frame_index)) as tx:
                if tx.objects.find(session_id, object_id) is None:
                    tx.objects.add(session_id, new_object(object_id))
                forget_absence(tx, session_id, object_id, frame_index)
                tx.prompts.put(session_id, object_id, frame_index, prompt)
                tx.masks.put(session_id, frame_index, {object_id: mask})
                tx.events.objects_changed(session_id, now)
                tx.events.frame_changed(session_id, frame_index, now)
        except BaseException:
            # The worker knows a prompt that the store does not: let it start again from the store.
            self._loader.forget(session_id)
            raise

    def _forget_prompt(self, session_id: str, object_id: int, frame_index: int) -> None:
        now = self._context.clock()
        note = EditNote(EditKind.CLEAR_FRAME, object_id, "", frame_index, frame_index)
        with self._context.edit(session_id, note) as tx:
            tx.prompts.remove(session_id, object_id, frame_index)
            tx.masks.remove(session_id, object_id, frame_index)
            tx.events.objects_changed(session_id, now)
            tx.events.frame_changed(session_id, frame_index, now)
        self._loader.tell(session_id, lambda worker: worker.clear_prompt(session_id, object_id, frame_index))

    def _answer(self, session_id: str, frame_index: int, video: Video) -> FrameMasks:
        with self._context.database.read() as tx:
            return all_masks(tx, session_id, frame_index, size_of(video))


def check_room(tx: Transaction, session_id: str, object_id: int, max_objects: int) -> None:
    """Raises LimitExceeded where a new object would be one too many."""
    if tx.objects.find(session_id, object_id) is None and tx.objects.count(session_id) >= max_objects:
        raise LimitExceeded(f"A session takes at most {max_objects} objects.", reason="objects", limit=max_objects)


def new_object(object_id: int) -> TrackedObject:
    """As it is called and coloured until a person says otherwise; people count from 1."""
    return TrackedObject(object_id, f"Object {object_id + 1}", colour(object_id))


def check_question(prompt: Prompt, most: int, max_points: int) -> None:
    """Raises InvalidInput, InvalidPrompt, LimitExceeded for a question about candidates that has no answer."""
    if not 1 <= most <= MOST_CANDIDATES:
        raise InvalidInput(f"Ask for 1 to {MOST_CANDIDATES} masks.", limit=MOST_CANDIDATES)
    if prompt.is_empty:
        raise InvalidPrompt("Say something about the object: a point, a box or a mask.", reason="empty")
    check_count(prompt.points, max_points)


def check_count(points: Sequence[Point], max_points: int) -> None:
    """Raises LimitExceeded for more points than a frame takes."""
    if len(points) > max_points:
        raise LimitExceeded(f"One frame takes at most {max_points} points.", reason="points", limit=max_points)
