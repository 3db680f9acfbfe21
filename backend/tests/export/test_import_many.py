"""Many masks: what reading holds grows neither with the frames nor with objects x frames. Each run in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def run(script, *arguments):
    command = [sys.executable, HERE / script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout.split()


def grown(folder, format_name, objects, frames, options):
    """KiB that reading adds to the peak of a process that did nothing else."""
    run("many_memory.py", format_name, folder, objects, frames, json.dumps(options))
    _, before, after, _ = run("import_memory.py", format_name, folder, objects, frames)
    return int(after) - int(before)


@pytest.mark.parametrize(
    ("format_name", "objects", "options"),
    [
        ("coco", 20, {}),
        ("youtube_vis", 20, {"counts": "ground truth"}),
        ("youtube_vis", 20, {"counts": "results"}),
        ("sa_v", 20, {}),
        ("cvat", 3, {}),
        ("label_studio", 5, {"images": False}),
    ],
)
def test_memory_does_not_grow_with_objects_and_frames(tmp_path, format_name, objects, options):
    """Up to 12,000 more masks of a hundred runs each: held, their numbers would be 40 MB, a mask of CVAT's fifty polygons."""
    short = grown(tmp_path, format_name, objects, 100, options)
    long = grown(tmp_path, format_name, objects, 700, options)
    assert long - short < 4096, f"grew by {short}, then by {long} KiB"
