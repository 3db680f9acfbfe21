"""A server that is ready unless a test says what is not, and holds so and so much."""

from masklet.service.health_interfaces import StudioState


class FakeReadiness:
    def __init__(self):
        self.found = {"database": None, "disk": None, "engine": None}

    def problems(self):
        return dict(self.found)


class FakeStates:
    def now(self):
        stored = {"videos": 100, "database": 20}
        return StudioState(3, 2, 1, 5, {("EXPORT", "DONE"): 2}, stored, 1000)
