"""The project's classes of objects: made, renamed, recoloured, removed. Not part of a session's history."""

from dataclasses import replace

from masklet.domain.errors import InvalidInput
from masklet.domain.session import ObjectClass
from masklet.masks.palette import COLOURS
from masklet.service.context import Context
from masklet.store.transaction import Transaction

_ID_DIGITS = 7  # hexadecimal: below 2^28, as GraphQL's Int is a signed 32-bit number


class ClassDesk:
    """Implements Classes."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(self) -> list[ObjectClass]:
        """See Classes."""
        with self._context.database.read() as tx:
            return tx.classes.all()

    def get(self, class_id: int) -> ObjectClass:
        """See Classes."""
        with self._context.database.read() as tx:
            return known_class(tx, class_id)

    def add(self, name: str, colour: str | None) -> ObjectClass:
        """See Classes. An id is not used again: a session may remember that of a removed class."""
        with self._context.database.write(durable=True) as tx:
            _check_free(tx, name, None)
            return _new_class(self._context, tx, name, colour or _next_colour(tx))

    def update(self, class_id: int, name: str | None, colour: str | None) -> ObjectClass:
        """See Classes."""
        with self._context.database.write(durable=True) as tx:
            known = known_class(tx, class_id)
            changed = replace(known, name=name or known.name, colour=colour or known.colour)
            _check_free(tx, changed.name, class_id)
            tx.classes.replace(changed)
        return changed

    def remove(self, class_id: int) -> None:
        """See Classes."""
        context = self._context
        with context.database.write(durable=True) as tx:
            known_class(tx, class_id)
            session_ids = tx.classes.remove(class_id)
            for session_id in session_ids:
                tx.events.objects_changed(session_id, context.clock())
        for session_id in session_ids:
            context.changes.notify(session_id)


def class_named(context: Context, tx: Transaction, name: str, colour: str) -> ObjectClass:
    """The class of this name, whatever its colour: a name is there once. Made with the colour where it is missing."""
    return tx.classes.named(name) or _new_class(context, tx, name, colour)


def known_class(tx: Transaction, class_id: int) -> ObjectClass:
    """Raises InvalidInput."""
    found = tx.classes.find(class_id)
    if found is None:
        raise InvalidInput("There is no such class; it may have been removed.", reason="noClass", class_id=class_id)
    return found


def _new_class(context: Context, tx: Transaction, name: str, colour: str) -> ObjectClass:
    class_id = int(context.new_id()[-_ID_DIGITS:], 16)
    while tx.classes.find(class_id) is not None:
        class_id = int(context.new_id()[-_ID_DIGITS:], 16)
    made = ObjectClass(class_id, name, colour)
    tx.classes.add(made)
    return made


def _check_free(tx: Transaction, name: str, but: int | None) -> None:
    named = tx.classes.named(name)
    if named is not None and named.class_id != but:
        raise InvalidInput(
            f"There is a class “{name}” already.", reason="classTaken", name=name, class_id=named.class_id
        )


def _next_colour(tx: Transaction) -> str:
    """The first of the palette that no class has; they come round again after the last."""
    classes = tx.classes.all()
    taken = {known.colour for known in classes}
    return next((one for one in COLOURS if one not in taken), COLOURS[len(classes) % len(COLOURS)])
