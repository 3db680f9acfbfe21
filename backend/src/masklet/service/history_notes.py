"""What the history says of changes whose name depends on what they meet: of objects that are updated, and of tracking."""

from masklet.domain.history import EditKind, EditNote
from masklet.domain.session import TrackedObject
from masklet.service.planning import Plan
from masklet.store.transaction import Transaction


def note_of_update(object_id: int, known: TrackedObject | None, name: str | None, colour: str | None) -> EditNote:
    """Of an object that gets this name or colour, or is made."""
    if known is None:
        return EditNote(EditKind.ADD_OBJECT, object_id, name or "")
    if name is not None and name != known.name:
        return EditNote(EditKind.RENAME_OBJECT, object_id, known.name, detail=name)
    return EditNote(EditKind.RECOLOUR_OBJECT, object_id, known.name, detail=colour or known.colour)


def note_of_tracking(tx: Transaction, session_id: str, plan: Plan) -> EditNote:
    """Its frames are not known yet. One object is named as such, several that are not all in the detail."""
    objects = tx.objects.all(session_id)
    tracked = [one for one in objects if any(one.object_id in planned.begins for planned in plan.passes)]
    if len(tracked) == 1:
        return EditNote(EditKind.TRACK, tracked[0].object_id, tracked[0].name)
    are_all = len(tracked) == len(objects)
    return EditNote(EditKind.TRACK, detail="" if are_all else ", ".join(one.name for one in tracked))
