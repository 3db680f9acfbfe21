"""Imports a DAVIS zip of few, then of many frames and prints the process's peak memory in KiB and the seconds after each.

python tests/export/import_pictures_memory.py FOLDER FEW MANY WIDTH HEIGHT
"""

import resource
import sys
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from zipfile import ZipFile

import cv2
import numpy as np

from masklet.domain.mask_import import ReadRequest
from masklet.domain.video import SourceMeta, Video
from masklet.export.imports import reading
from masklet.export.pictures import palette_png, voc_palette

OBJECTS = 3


def labels_at(index, width, height):
    """Three discs with ragged edges that move, the third behind the others."""
    labels = np.zeros((height, width), np.uint8)
    for value in range(OBJECTS, 0, -1):
        centre = ((width * value // 4 + 7 * index) % width, height // 2)
        cv2.circle(labels, centre, height // 5, value, -1)
    ragged = np.random.default_rng(index).random((height, width)) < 0.3
    return np.where(ragged & (labels > 0), 0, labels).astype(np.uint8)


def written(path, count, width, height):
    with ZipFile(path, "w") as archive:
        for index in range(count):
            data = palette_png(labels_at(index, width, height), voc_palette())
            archive.writestr(f"Annotations/480p/discs/{index:05d}.png", data)
    return path


def imported(source, count, width, height):
    meta = SourceMeta("x", width, height, 0, "h264", "mp4", 0.0)
    video = Video("x", "x", width, height, 0, 0, count, Fraction(25), False, meta)
    out = source.with_suffix(".masks")
    request = ReadRequest(str(source), source.name, video, str(out), None, 0, 1, 100, False)
    start = perf_counter()
    found = reading.read(request, lambda: False)
    assert (found.masks, found.problems.count) == (OBJECTS * count, 0), found
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, round(perf_counter() - start, 2))


if __name__ == "__main__":
    folder, few, many, width, height = Path(sys.argv[1]), *map(int, sys.argv[2:])
    for count in (few, many):
        imported(written(folder / f"{count}.zip", count, width, height), count, width, height)
