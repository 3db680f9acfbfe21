"""Objects, marks and classes in memory: remember what they were asked, answer from constants."""

from masklet.domain.errors import InvalidInput
from masklet.domain.session import ObjectClass, TrackedObject


class FakeObjects:
    def __init__(self, sessions):
        self.sessions, self.calls = sessions, []

    def _asked(self, session_id, *call):
        self.sessions.get(session_id)
        self.calls.append(call)

    def classify(self, session_id, object_id, class_id):
        self._asked(session_id, "classify", object_id, class_id)
        return TrackedObject(object_id, "Object 1", "#445566", class_id)

    def lock(self, session_id, object_id, locked):
        self._asked(session_id, "lock", object_id, locked)
        return TrackedObject(object_id, "Object 1", "#445566", locked=locked)

    def reorder(self, session_id, object_ids):
        self._asked(session_id, "reorder", list(object_ids))
        return tuple(TrackedObject(key, f"Object {key}", "#445566") for key in object_ids)

    def merge(self, session_id, object_id, other_object_id):
        self._asked(session_id, "merge", object_id, other_object_id)

    def split(self, session_id, object_id, frame_index, new_object_id):
        self.sessions.check_frame(session_id, frame_index)
        self._asked(session_id, "split", object_id, frame_index, new_object_id)
        return TrackedObject(new_object_id, "Fish 2", "#445566")


class FakeMarks:
    def __init__(self, sessions):
        self.sessions, self.calls = sessions, []

    def mark_absent(self, session_id, object_id, first, last, marked):
        self.sessions.check_frame(session_id, last)
        self.calls.append(("absent", object_id, first, last, marked))
        return TrackedObject(object_id, "Fish", "#445566", absent=((first, last),) if marked else ())

    def accept(self, session_id, object_id, first, last, marked):
        self.sessions.check_frame(session_id, last)
        self.calls.append(("accept", object_id, first, last, marked))
        return TrackedObject(object_id, "Fish", "#445566", accepted=((first, last),) if marked else ())


class FakeClasses:
    def __init__(self):
        self.rows = {}

    def all(self):
        return list(self.rows.values())

    def get(self, class_id):
        if class_id not in self.rows:
            raise InvalidInput("There is no such class.")
        return self.rows[class_id]

    def add(self, name, colour):
        made = ObjectClass(len(self.rows) + 1, name, colour or "#778899")
        self.rows[made.class_id] = made
        return made

    def update(self, class_id, name, colour):
        known = self.get(class_id)
        self.rows[class_id] = ObjectClass(class_id, name or known.name, colour or known.colour)
        return self.rows[class_id]

    def remove(self, class_id):
        self.get(class_id)
        del self.rows[class_id]
