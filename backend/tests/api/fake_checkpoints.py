"""Checkpoints for tests of the API: two that never change."""

from dataclasses import replace

from masklet.domain.checkpoint import CheckpointInfo, CheckpointState
from masklet.domain.errors import CheckpointNotFound, DownloadRunning


class FakeCheckpoints:
    """One that is missing, one whose download broke off; what is asked changes nothing but `running`."""

    def __init__(self):
        self.running = None

    def all(self):
        missing = CheckpointInfo("sam2", "SAM 2", CheckpointState.MISSING, 0, 0)
        broken = (CheckpointState.PARTIAL, 3 * 2**31, 2**33, "NETWORK_UNAVAILABLE", "There is no network.")
        return [missing, CheckpointInfo("big", "Big", *broken)]

    def start(self, name):
        if self.running is not None:
            raise DownloadRunning("One at a time.")
        self.running = self.get(name).name
        return replace(self.get(name), state=CheckpointState.DOWNLOADING, problem_code=None, problem=None)

    def cancel(self, name):
        self.running = None
        return self.get(name)

    def get(self, name):
        found = [known for known in self.all() if known.name == name]
        if not found:
            raise CheckpointNotFound("There is no such checkpoint.")
        return found[0]
