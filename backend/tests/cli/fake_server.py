"""Runs the real hosting over fake services: `python fake_server.py FOLDER`, settings from the environment."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "api"))

from fake_services import FakeServices

from masklet.cli.announcing import announce
from masklet.cli.hosting import host_or_exit
from masklet.cli.reading import settings_or_exit
from masklet.domain.errors import StorageFull


class Served(FakeServices):
    """Streams that never end, and a line when it is closed."""

    def __post_init__(self):
        super().__post_init__()
        self.events.idle.clear()

    def close(self):
        print("closed", flush=True)


def make(settings, watch):
    folder = Path(sys.argv[1])
    if folder.name == "full":
        raise StorageFull("The disk is full; make room and try again.")
    return Served(folder)


if __name__ == "__main__":
    host_or_exit(settings_or_exit(), make, announce)
