"""Exports many objects over many tiny frames and prints the process's peak memory in KiB before and after.

Arguments: format, folder, objects, frames, options as JSON. The file of masks is written line by line from a few masks made once.
"""

import json
import resource
import sys
from fractions import Fraction
from itertools import cycle
from pathlib import Path

import numpy as np

from masklet.domain.export import ExportRequest
from masklet.domain.export_options import ExportOptions
from masklet.domain.session import TrackedObject
from masklet.domain.video import SourceMeta, Video
from masklet.export import registry
from masklet.masks import rle
from masklet.video.writer import VideoWriter

WIDTH, HEIGHT, RATE = 96, 64, Fraction(25)
MASKS = 64  # different ones


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def write_masks(path, objects, frames):
    random = np.random.default_rng(1)
    texts = cycle([json.dumps([HEIGHT, WIDTH, noisy(random), 1.0]) for _ in range(MASKS)])
    with path.open("w", encoding="ascii") as file:
        for index in range(frames):
            file.write(f"[{index}, {{" + ", ".join(f'"{one}": {next(texts)}' for one in range(objects)) + "}]\n")


def noisy(random):
    """Counts of about 130 characters: 100 objects x 20,000 frames of them are 260 MB."""
    mask = random.random((HEIGHT, WIDTH)) < 0.5
    mask[:, 3:] = False
    return rle.encode(mask).counts


def main(format_name, folder, objects, frames, options):
    media, masks, out = folder / "x.mp4", folder / "x.masks", folder / "out"
    with VideoWriter(media, WIDTH, HEIGHT, RATE) as writer:
        writer.write(np.zeros((HEIGHT, WIDTH, 3), np.uint8))
    write_masks(masks, objects, frames)
    source = SourceMeta("x", WIDTH, HEIGHT, 0, "h264", "mp4", 0.0)
    video = Video("x", "x", WIDTH, HEIGHT, 0, 0, frames, RATE, False, source)
    tracked = tuple(TrackedObject(index, "x", "#ff0000") for index in range(objects))
    request = ExportRequest(
        format_name, ExportOptions(options), video, str(media), "", "flow", "s", tracked, str(masks), str(out)
    )
    before = peak()
    registry.write(request, lambda done, total: None, lambda: False)
    print(before, peak(), out.stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), json.loads(sys.argv[5]))
