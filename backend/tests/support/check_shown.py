"""Compares the masks of an exported COCO file, read by pycocotools, with what a browser showed: for browser tests.

Given two screenshots of the same frame, with and without masks, where they differ is what was shown. Prints JSON:
{"objects": [{"name", "iou"}…], "shown": share of the picture that differs, "covered": IoU of the difference with the
union of all masks}.
"""

import argparse
import contextlib
import io
import json
from pathlib import Path

import cv2
import numpy as np
from pycocotools.coco import COCO


def read(file: Path) -> np.ndarray:
    """A picture as H x W x 3 int16."""
    picture = cv2.imread(str(file))
    assert picture is not None, f"{file} is no picture"
    return picture.astype(np.int16)


def union_of(coco: COCO, frame_index: int, width: int, height: int) -> np.ndarray:
    """All masks of a frame together, at the size of the screenshot."""
    union = np.zeros((height, width), bool)
    for annotation in coco.loadAnns(coco.getAnnIds()):
        if annotation["frame_index"] == frame_index:
            mask = coco.annToMask(annotation)
            union |= cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST) > 0
    return union


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("frame", type=int)
    parser.add_argument("shown", type=Path)
    parser.add_argument("hidden", type=Path)
    options = parser.parse_args()
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(options.annotations)
    difference = np.abs(read(options.shown) - read(options.hidden)).max(axis=2) > 12
    height, width = difference.shape
    union = union_of(coco, options.frame, width, height)
    together = np.count_nonzero(difference | union)
    print(
        json.dumps(
            {
                "annotations": len(coco.anns),
                "tracks": sorted({annotation["track_id"] for annotation in coco.anns.values()}),
                "frames": len({annotation["frame_index"] for annotation in coco.anns.values()}),
                "shown": float(difference.mean()),
                "covered": np.count_nonzero(difference & union) / together if together else 1.0,
            }
        )
    )


if __name__ == "__main__":
    main()
