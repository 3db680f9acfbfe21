"""What a lock and the marks of an object forbid, and what a new word does to them. Asked by every use case that changes masks."""

from dataclasses import replace

from masklet.domain.errors import FrameAccepted, ObjectLocked
from masklet.domain.runs import difference, holds
from masklet.domain.session import TrackedObject
from masklet.store.transaction import Transaction


def is_settled(known: TrackedObject, frame_index: int) -> bool:
    """Whether a person settled what is on the frame, so that tracking leaves it alone."""
    return known.locked or holds(known.absent, frame_index) or holds(known.accepted, frame_index)


def refuse_locked(*known: TrackedObject | None) -> None:
    """Raises ObjectLocked where one of the objects is locked."""
    for one in known:
        if one is not None and one.locked:
            raise ObjectLocked(
                f"“{one.name}” is locked; unlock it first.", reason="object", name=one.name, object_id=one.object_id
            )


def refuse_settled(tx: Transaction, session_id: str, object_id: int, frame_index: int) -> None:
    """Raises ObjectLocked, FrameAccepted where the object takes no word on the frame. An unknown object takes any."""
    known = tx.objects.find(session_id, object_id)
    refuse_locked(known)
    if known is not None and holds(known.accepted, frame_index):
        raise FrameAccepted(
            f"The mask of “{known.name}” is accepted on this frame; take the acceptance away first.",
            reason="frame",
            name=known.name,
            object_id=object_id,
            frame_index=frame_index,
        )


def forget_absence(tx: Transaction, session_id: str, object_id: int, frame_index: int) -> None:
    """A person's newest word counts: the object is on this frame after all."""
    known = tx.objects.get(session_id, object_id)
    if holds(known.absent, frame_index):
        tx.objects.replace(session_id, replace(known, absent=difference(known.absent, ((frame_index, frame_index),))))


def forget_marks(tx: Transaction, session_id: str) -> None:
    """Nothing is marked in the session any more."""
    for known in tx.objects.all(session_id):
        if known.absent or known.accepted:
            tx.objects.replace(session_id, replace(known, absent=(), accepted=()))
