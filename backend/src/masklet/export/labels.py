"""Masks of one frame flattened by z-order: which object shows at each pixel. Knows no files."""

from collections.abc import Sequence

import cv2
import numpy as np

from masklet.domain.masklet import FrameMasks
from masklet.domain.session import TrackedObject
from masklet.export.effects.seen import Colours, LabelMap
from masklet.masks import rle
from masklet.masks.palette import rgb

MAX_OBJECTS = 255


def flatten(frame: FrameMasks, objects: Sequence[TrackedObject], height: int, width: int) -> LabelMap:
    """0 for background, else k where the k-th of `objects` (from 1) shows; later ones lie on top."""
    columns = np.zeros(width * height, np.uint8)  # column-major, as the runs are: painting them is ten times a decode
    for label, tracked in enumerate(objects, 1):
        mask = frame.masks.get(tracked.object_id)
        if mask is not None:
            for start, stop in rle.object_runs(mask.rle):
                columns[start:stop] = label
    return np.asarray(cv2.transpose(columns.reshape(width, height)), np.uint8)


def colour_table(objects: Sequence[TrackedObject]) -> Colours:
    """Row k is the k-th object's colour; row 0 is black."""
    return np.array([(0, 0, 0), *(rgb(tracked.colour) for tracked in objects)], np.uint8)
