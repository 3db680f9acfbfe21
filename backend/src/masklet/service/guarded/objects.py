"""Objects, their marks and classes, guarded. Classes are one list for the whole server: everybody reads it, guests do not change it."""

from collections.abc import Sequence

from masklet.domain.access import Right
from masklet.domain.session import ObjectClass, TrackedObject
from masklet.service.guarded.gate import Gate
from masklet.service.object_interfaces import Classes, Marks, Objects

EDIT = Right.EDIT


class GuardedObjects:
    """Implements Objects."""

    def __init__(self, gate: Gate, desk: Objects) -> None:
        self._gate, self._desk = gate, desk

    def classify(self, session_id: str, object_id: int, class_id: int | None) -> TrackedObject:
        self._gate.session(session_id, EDIT)
        return self._desk.classify(session_id, object_id, class_id)

    def lock(self, session_id: str, object_id: int, locked: bool) -> TrackedObject:
        self._gate.session(session_id, EDIT)
        return self._desk.lock(session_id, object_id, locked)

    def reorder(self, session_id: str, object_ids: Sequence[int]) -> tuple[TrackedObject, ...]:
        self._gate.session(session_id, EDIT)
        return self._desk.reorder(session_id, object_ids)

    def merge(self, session_id: str, object_id: int, other_object_id: int) -> None:
        self._gate.session(session_id, EDIT)
        self._desk.merge(session_id, object_id, other_object_id)

    def split(self, session_id: str, object_id: int, frame_index: int, new_object_id: int) -> TrackedObject:
        self._gate.session(session_id, EDIT)
        return self._desk.split(session_id, object_id, frame_index, new_object_id)


class GuardedMarks:
    """Implements Marks."""

    def __init__(self, gate: Gate, desk: Marks) -> None:
        self._gate, self._desk = gate, desk

    def mark_absent(self, session_id: str, object_id: int, first: int, last: int, marked: bool) -> TrackedObject:
        self._gate.session(session_id, EDIT)
        return self._desk.mark_absent(session_id, object_id, first, last, marked)

    def accept(self, session_id: str, object_id: int, first: int, last: int, marked: bool) -> TrackedObject:
        self._gate.session(session_id, EDIT)
        return self._desk.accept(session_id, object_id, first, last, marked)


class GuardedClasses:
    """Implements Classes."""

    def __init__(self, gate: Gate, desk: Classes) -> None:
        self._gate, self._desk = gate, desk

    def all(self) -> list[ObjectClass]:
        return self._desk.all()

    def get(self, class_id: int) -> ObjectClass:
        return self._desk.get(class_id)

    def add(self, name: str, colour: str | None) -> ObjectClass:
        self._gate.something_of_their_own()
        return self._desk.add(name, colour)

    def update(self, class_id: int, name: str | None, colour: str | None) -> ObjectClass:
        self._gate.something_of_their_own()
        return self._desk.update(class_id, name, colour)

    def remove(self, class_id: int) -> None:
        self._gate.something_of_their_own()
        self._desk.remove(class_id)
