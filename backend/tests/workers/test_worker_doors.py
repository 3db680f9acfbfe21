"""The service's door to the workers loads nothing that knows pixels; errors and messages cross whole."""

import inspect
import subprocess
import sys

import pytest

from masklet.domain import errors
from masklet.domain.errors import MaskletError
from masklet.workers.messages import error_of, failure_of

FORBIDDEN = ("av", "cv2", "torch", "masklet.engine", "masklet.video", "masklet.export", "masklet.samples")
TREE = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, MaskletError)]


@pytest.mark.parametrize("module", ["masklet.workers.interface", "masklet.workers.processes"])
def test_the_services_door_loads_no_engine_and_no_codec(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {FORBIDDEN!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", TREE)
def test_every_error_of_the_tree_is_rebuilt_exactly(kind: type[MaskletError]) -> None:
    again = error_of(failure_of(kind("A sentence.", limit=3, name="x")))
    assert type(again) is kind
    assert (again.message, again.details, str(again)) == ("A sentence.", {"limit": 3, "name": "x"}, "A sentence.")
