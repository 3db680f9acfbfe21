"""A history of two edits, one of them undone, that remembers what was asked of it."""

from dataclasses import replace

from masklet.domain.errors import InvalidInput
from masklet.domain.history import Edit, EditKind, EditNote

EDITS = (
    Edit(4, EditNote(EditKind.POINTS, 1, "Fish", 3, 3), 1.5, False),
    Edit(9, EditNote(EditKind.RENAME_SESSION, detail="Pond"), 2.5, True),
)


class FakeHistory:
    def __init__(self, sessions):
        self.sessions, self.calls = sessions, []

    def all(self, session_id):
        self.sessions.get(session_id)
        return EDITS

    def undo(self, session_id):
        self.sessions.get(session_id)
        return replace(EDITS[0], undone=True)

    def redo(self, session_id):
        self.sessions.get(session_id)

    def go_to(self, session_id, edit_id):
        self.calls.append(("go_to", session_id, edit_id))
        if edit_id == 5:
            raise InvalidInput("The history has no such edit any more.")

    def restore(self, session_id, object_id, edit_id):
        self.calls.append(("restore", session_id, object_id, edit_id))
