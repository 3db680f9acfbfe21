"""Many objects: what an export holds grows neither with the frames nor with objects x frames. Each run in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

OBJECTS = 100


def grown(folder, format_name, frames, options):
    """KiB that the export adds to the peak of the process that wrote its masks."""
    script = Path(__file__).with_name("many_memory.py")
    command = [sys.executable, script, format_name, folder, str(OBJECTS), str(frames), json.dumps(options)]
    result = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    before, after, size = (int(word) for word in result.stdout.split())
    assert size > 0
    return after - before


@pytest.mark.parametrize(
    ("format_name", "options"),
    [
        ("youtube_vis", {"counts": "ground truth"}),
        ("youtube_vis", {"counts": "results"}),
        ("sa_v", {}),
        ("sa_v_png", {}),
    ],
)
def test_memory_does_not_grow_with_objects_and_frames(tmp_path, format_name, options):
    """20,000 more masks: held, their texts alone would be 4 or 9 MB, the names of their files 7 MB."""
    short = grown(tmp_path, format_name, 200, options)
    long = grown(tmp_path, format_name, 400, options)
    assert long - short < 3072, f"grew by {short}, then by {long} KiB"
