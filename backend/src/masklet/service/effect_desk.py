"""The effects of sessions: set by a person, and kept in step with the objects that their layers name."""

from collections.abc import Callable

from masklet.domain.effects import EffectStack, layers_text, objects_of, parse_layers
from masklet.domain.errors import ObjectNotFound
from masklet.domain.history import EditKind, EditNote
from masklet.service.context import Context
from masklet.store.transaction import Transaction


class EffectDesk:
    """Implements Effects."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def get(self, session_id: str) -> str | None:
        """See Effects."""
        with self._context.database.read() as tx:
            tx.sessions.get(session_id)
            return tx.effects.text(session_id)

    def set(self, session_id: str, stack: str) -> None:
        """See Effects. The worker knows the effects; it is asked before anything is locked."""
        context = self._context
        layers = parse_layers(stack)
        with context.database.read() as tx:
            _check_objects(tx, session_id, layers)
        context.media_worker.check_effects(stack)
        with context.locks.hold(session_id), context.edit(session_id, EditNote(EditKind.EFFECTS)) as tx:
            _check_objects(tx, session_id, layers)
            if tx.effects.text(session_id) != layers_text(layers):
                tx.effects.put(session_id, layers)
                tx.events.effects_changed(session_id, context.clock())


def change_effects(tx: Transaction, session_id: str, change: Callable[[EffectStack], EffectStack], now: float) -> None:
    """Part of an edit that changes which objects there are."""
    stack = tx.effects.get(session_id)
    changed = None if stack is None else change(stack)
    if changed is not None and changed != stack:
        tx.effects.put(session_id, changed)
        tx.events.effects_changed(session_id, now)


def _check_objects(tx: Transaction, session_id: str, layers: EffectStack) -> None:
    """Raises SessionNotFound, ObjectNotFound for a layer on an object that the session has not."""
    tx.sessions.get(session_id)
    unknown = objects_of(layers) - tx.objects.positions(session_id).keys()
    if unknown:
        raise ObjectNotFound(f"A layer of the effects names object {min(unknown)}, which the session has not.")
