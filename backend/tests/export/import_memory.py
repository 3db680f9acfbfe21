"""Reads a file of many objects over many tiny frames and prints its size, the process's peak memory in KiB before and after, and
the seconds. Arguments: format, folder, objects, frames; in the folder lies what `many_memory.py` wrote for the same ones.
"""

import sys
import time
from fractions import Fraction
from pathlib import Path

from many_memory import HEIGHT, WIDTH, peak

from masklet.domain.mask_import import ReadRequest
from masklet.domain.video import SourceMeta, Video
from masklet.export.imports import reading


def main(format_name, folder, objects, frames):
    source = folder / "out"
    video = Video(
        "x",
        "x",
        WIDTH,
        HEIGHT,
        0,
        0,
        frames,
        Fraction(25),
        False,
        SourceMeta("x", WIDTH, HEIGHT, 0, "h264", "mp4", 0.0),
    )
    request = ReadRequest(str(source), "x.json", video, str(folder / "taken.masks"), format_name, 0, 1, objects, False)
    before, start = peak(), time.perf_counter()
    found = reading.read(request, lambda: False)
    took = time.perf_counter() - start
    assert (found.masks, found.problems.count) == (objects * frames, 0), found.problems.listed[:3]
    print(source.stat().st_size, before, peak(), round(took, 1))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
