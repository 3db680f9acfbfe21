"""Outside readers of our exports, each in an environment of its own, made from its pinned list when it is first asked for.

`reader("pycocotools", …)` runs `readers/pycocotools.py` with these arguments there and answers the JSON that it prints.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hard_clip import HardClip, hard_clip

READERS = Path(__file__).parent / "readers"
ENVIRONMENTS = Path(__file__).parents[2] / ".interop"


def environment(name: str) -> Path:
    """The Python of a reader's environment; equal lists share one."""
    wanted = READERS / f"{name}.txt"
    mark = sha256(wanted.read_bytes()).hexdigest()
    folder = ENVIRONMENTS / mark[:16]
    done = folder / "made-from"
    if not done.is_file():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        python = folder / "bin/python"
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", wanted], check=True)
        done.write_text(wanted.read_text())
    return folder / "bin/python"


@pytest.fixture
def reader() -> Callable[..., Any]:
    def read(name: str, *arguments: object) -> Any:
        command = [environment(name), "-P", READERS / f"{name}.py", *map(str, arguments)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=280)
        assert run.returncode == 0, run.stderr[-4000:]
        return json.loads(run.stdout.splitlines()[-1])

    return read


@pytest.fixture(scope="session")
def clip(tmp_path_factory) -> HardClip:
    return hard_clip(tmp_path_factory.mktemp("hard"))
