"""Effects in memory: any text but "bad"."""

from masklet.domain.errors import UnknownExport


class FakeEffects:
    def __init__(self, sessions):
        self.sessions, self.rows, self.readings = sessions, {}, 0

    def get(self, session_id):
        self.readings += 1
        self.sessions.get(session_id)
        return self.rows.get(session_id)

    def set(self, session_id, stack):
        self.sessions.get(session_id)
        if stack == "bad":
            raise UnknownExport("There is no effect called 'sparkle'.")
        self.rows[session_id] = stack
