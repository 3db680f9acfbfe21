"""Objects beyond their names: class, lock, order, merged into one, split in time."""

from collections.abc import Sequence
from dataclasses import replace

from masklet.domain.errors import InvalidInput
from masklet.domain.history import EditKind, EditNote
from masklet.domain.session import TrackedObject
from masklet.service.class_desk import known_class
from masklet.service.context import Context
from masklet.service.frames import check_frame
from masklet.service.loading import SessionLoader
from masklet.service.marking import refuse_locked
from masklet.service.merging import merge_into
from masklet.service.prompting import check_room
from masklet.service.propagating import PropagationDesk
from masklet.service.splitting import check_both_sides, second_half, split_off
from masklet.store.transaction import Transaction

LOCKED, UNLOCKED = "locked", "unlocked"  # the history's further word


class ObjectDesk:
    """Implements Objects."""

    def __init__(self, context: Context, loader: SessionLoader, propagations: PropagationDesk) -> None:
        self._context = context
        self._loader = loader
        self._propagations = propagations

    def classify(self, session_id: str, object_id: int, class_id: int | None) -> TrackedObject:
        """See Objects."""
        context = self._context
        with context.locks.hold(session_id):
            with context.database.read() as tx:
                known = self._known(tx, session_id, object_id)
                name = "" if class_id is None else known_class(tx, class_id).name
            changed = replace(known, class_id=class_id)
            self._put(
                session_id, known, changed, EditNote(EditKind.CLASSIFY_OBJECT, object_id, known.name, detail=name)
            )
        return changed

    def lock(self, session_id: str, object_id: int, locked: bool) -> TrackedObject:
        """See Objects."""
        context = self._context
        with context.locks.hold(session_id):
            with context.database.read() as tx:
                known = self._known(tx, session_id, object_id)
            changed = replace(known, locked=locked)
            detail = LOCKED if locked else UNLOCKED
            self._put(session_id, known, changed, EditNote(EditKind.LOCK_OBJECT, object_id, known.name, detail=detail))
        return changed

    def reorder(self, session_id: str, object_ids: Sequence[int]) -> tuple[TrackedObject, ...]:
        """See Objects."""
        context = self._context
        with context.locks.hold(session_id):
            with context.database.read() as tx:
                tx.sessions.get(session_id)
                known = {one.object_id: one for one in tx.objects.all(session_id)}
            if len(object_ids) != len(known) or set(object_ids) != set(known):
                raise InvalidInput("The order must name each object of the session once.")
            if list(object_ids) != list(known):
                with context.edit(session_id, EditNote(EditKind.REORDER_OBJECTS)) as tx:
                    tx.objects.reorder(session_id, object_ids)
                    tx.events.objects_changed(session_id, context.clock())
        return tuple(known[object_id] for object_id in object_ids)

    def merge(self, session_id: str, object_id: int, other_object_id: int) -> None:
        """See Objects. The worker starts again from the store: its prompts' masks changed."""
        context = self._context
        with context.database.read() as tx:
            self._check_merge(tx, session_id, object_id, other_object_id)
        with self._propagations.none_running(session_id):
            with context.database.read() as tx:
                known, other = self._check_merge(tx, session_id, object_id, other_object_id)
            note = EditNote(EditKind.MERGE_OBJECTS, object_id, known.name, detail=other.name)
            with context.edit(session_id, note) as tx:
                merge_into(tx, session_id, known, other, context.clock())
            self._loader.forget(session_id)

    def split(self, session_id: str, object_id: int, frame_index: int, new_object_id: int) -> TrackedObject:
        """See Objects. The worker starts again from the store."""
        context = self._context
        with context.database.read() as tx:
            self._check_split(tx, session_id, object_id, frame_index, new_object_id)
        with self._propagations.none_running(session_id):
            with context.database.read() as tx:
                known = self._check_split(tx, session_id, object_id, frame_index, new_object_id)
                made = second_half(known, frame_index, new_object_id, tx.objects.all(session_id))
                last = tx.sessions.video(session_id).frame_count - 1
            note = EditNote(EditKind.SPLIT_OBJECT, object_id, known.name, frame_index, last, made.name)
            with context.edit(session_id, note) as tx:
                split_off(tx, session_id, known, made, frame_index, context.clock())
            self._loader.forget(session_id)
        return made

    def _check_merge(
        self, tx: Transaction, session_id: str, object_id: int, other_object_id: int
    ) -> tuple[TrackedObject, TrackedObject]:
        known, other = (self._known(tx, session_id, key) for key in (object_id, other_object_id))
        if object_id == other_object_id:
            raise InvalidInput("An object cannot be merged with itself.")
        refuse_locked(known, other)
        return known, other

    def _check_split(
        self, tx: Transaction, session_id: str, object_id: int, frame_index: int, new_object_id: int
    ) -> TrackedObject:
        known = self._known(tx, session_id, object_id)
        check_frame(frame_index, tx.sessions.video(session_id))
        refuse_locked(known)
        if tx.objects.find(session_id, new_object_id) is not None:
            raise InvalidInput(f"The session has an object {new_object_id} already.", object_id=new_object_id)
        check_room(tx, session_id, new_object_id, self._context.limits.max_objects)
        check_both_sides(tx, session_id, known, frame_index)
        return known

    def _known(self, tx: Transaction, session_id: str, object_id: int) -> TrackedObject:
        tx.sessions.get(session_id)
        return tx.objects.get(session_id, object_id)

    def _put(self, session_id: str, known: TrackedObject, changed: TrackedObject, note: EditNote) -> None:
        """Store the change, if it is one."""
        if changed == known:
            return
        with self._context.edit(session_id, note) as tx:
            tx.objects.replace(session_id, changed)
            tx.events.objects_changed(session_id, self._context.clock())
