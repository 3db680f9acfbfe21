"""Exports clips of tiny frames with noisy masks and prints the process's peak memory in KiB after each.

Arguments: format, the folder that `write_clips` filled, a folder for what is exported, frames of each clip.
"""

import resource
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np

from masklet.domain.export import ExportRequest
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks, ObjectMask
from masklet.domain.session import TrackedObject
from masklet.domain.video import SourceMeta, Video
from masklet.export import registry
from masklet.masks import rle
from masklet.masks.masklet_file import write_masklets
from masklet.video.writer import VideoWriter

WIDTH, HEIGHT, RATE = 96, 64, Fraction(25)
COUNTS = (200, 600, 2000)
OBJECTS = tuple(TrackedObject(index, "x", "#ff0000") for index in range(4))


def frames(count):
    random = np.random.default_rng(1)
    for index in range(count):
        yield FrameMasks(index, {each.object_id: ObjectMask(noisy(random), 1.0) for each in OBJECTS})


def noisy(random):
    """A mask whose run lengths are long, a third of the frame being noise: all of them held would be 7 MB more."""
    mask = random.random((HEIGHT, WIDTH)) < 0.5
    mask[:, WIDTH // 3 :] = False
    return rle.encode(mask)


def write_clips(folder):
    """Movies and masks, for the exports of every format."""
    for count in COUNTS:
        with VideoWriter(folder / f"{count}.mp4", WIDTH, HEIGHT, RATE) as writer:
            for index in range(count):
                writer.write(np.full((HEIGHT, WIDTH, 3), index % 256, np.uint8))
        write_masklets(folder / f"{count}.masks", frames(count))


def export(format_name, clips, folder, count):
    media, masks, out = clips / f"{count}.mp4", clips / f"{count}.masks", folder / "out"
    source = SourceMeta("x", WIDTH, HEIGHT, 0, "h264", "mp4", 0.0)
    video = Video("x", "x", WIDTH, HEIGHT, 0, 0, count, RATE, False, source)
    request = ExportRequest(
        format_name, ExportOptions(), video, str(media), "", "flow", "s", OBJECTS, str(masks), str(out)
    )
    registry.write(request, lambda done, total: None, lambda: False)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    for each in sys.argv[4:]:
        export(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(each))
