"""The use cases about objects, their marks, classes and history, as the API calls them (see interfaces)."""

from collections.abc import Sequence
from typing import Protocol

from masklet.domain.history import Edit
from masklet.domain.session import ObjectClass, TrackedObject


class Objects(Protocol):
    """What objects are beyond their names. Raises SessionNotFound, ObjectNotFound."""

    def classify(self, session_id: str, object_id: int, class_id: int | None) -> TrackedObject:
        """Give the object a class (None: none). Raises InvalidInput for one that does not exist."""
        ...

    def lock(self, session_id: str, object_id: int, locked: bool) -> TrackedObject:
        """A locked object takes no prompt, and is not tracked, removed, merged or split."""
        ...

    def reorder(self, session_id: str, object_ids: Sequence[int]) -> tuple[TrackedObject, ...]:
        """The order in which the objects are drawn, bottom first. Raises InvalidInput unless it names each once."""
        ...

    def merge(self, session_id: str, object_id: int, other_object_id: int) -> None:
        """The other's masks and prompts go into the object, and it is gone. A propagation under way is cancelled.

        Raises InvalidInput, ObjectLocked.
        """
        ...

    def split(self, session_id: str, object_id: int, frame_index: int, new_object_id: int) -> TrackedObject:
        """All from the frame on goes to a new object. A propagation under way is cancelled.

        Raises FrameOutOfRange, InvalidInput where one of the two would be empty or the id is taken, ObjectLocked, LimitExceeded.
        """
        ...


class Marks(Protocol):
    """What a person says of an object on a run of frames, both ends included.

    Raises SessionNotFound, ObjectNotFound, FrameOutOfRange, InvalidInput, ObjectLocked.
    """

    def mark_absent(self, session_id: str, object_id: int, first: int, last: int, marked: bool) -> TrackedObject:
        """The object is not there: its prompts there are gone, its masks empty. Taken back, nothing is known there.

        Raises FrameAccepted.
        """
        ...

    def accept(self, session_id: str, object_id: int, first: int, last: int, marked: bool) -> TrackedObject:
        """Its masks there are right and stay as they are. Raises InvalidInput where a frame has neither mask nor mark."""
        ...


class Classes(Protocol):
    """The project's classes of objects. Raises InvalidInput for an unknown one, and for a name that is taken."""

    def all(self) -> list[ObjectClass]:
        """In the order in which they were made."""
        ...

    def get(self, class_id: int) -> ObjectClass: ...
    def add(self, name: str, colour: str | None) -> ObjectClass:
        """A colour that is None is chosen."""
        ...

    def update(self, class_id: int, name: str | None, colour: str | None) -> ObjectClass:
        """None: as it is."""
        ...

    def remove(self, class_id: int) -> None:
        """All objects of the class have none afterwards."""
        ...


class History(Protocol):
    def all(self, session_id: str) -> tuple[Edit, ...]:
        """Oldest first; undone ones last."""
        ...

    def undo(self, session_id: str) -> Edit | None:
        """Take back the newest edit that is done; None where there is none.

        A propagation under way is what a person would have undone: it is cancelled, and the newest edit taken back only
        if it came of it or after its start (its frames; a click meanwhile). Else, as before its first frame, None.
        """
        ...

    def redo(self, session_id: str) -> Edit | None:
        """Bring back the edit that was undone last; None where there is none."""
        ...

    def go_to(self, session_id: str, edit_id: int | None) -> None:
        """Undo or redo until exactly the edits up to this one are done (None: none). InvalidInput for an unknown one."""
        ...

    def restore(self, session_id: str, object_id: int, edit_id: int | None) -> None:
        """The object's masks, prompts and marks as they were right after an edit that is done (None: before all edits
        that are kept), as a new edit. Raises ObjectNotFound, ObjectLocked, InvalidInput."""
        ...
