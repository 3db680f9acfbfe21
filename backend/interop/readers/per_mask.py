"""Mask by mask, as pycocotools or Pillow decode them: [object, frame, hash] of every mask that shows anything.

Arguments: sa_v, sa_v_png or sa_1b, and the folder that the export was unpacked into.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from pycocotools import mask


def sa_v(folder):
    [file] = folder.glob("*_manual.json")
    data = json.loads(file.read_text())
    for frame, row in zip(data["frame_indices"], data["masklet"], strict=True):
        for number, one in zip(data["masklet_id"], row, strict=True):
            yield number, frame, mask.decode(one)


def sa_v_png(folder):
    for file in folder.glob("*/*/*.png"):
        yield int(file.parent.name), int(file.stem), np.array(Image.open(file)) > 0


def sa_1b(folder):
    for file in folder.glob("sa_*.json"):
        data = json.loads(file.read_text())
        for one in data["annotations"]:
            pixels = mask.decode(one["segmentation"])
            assert [pixels.sum(), *one["bbox"]] == [one["area"], *mask.toBbox(one["segmentation"])]
            yield one["track_id"], data["image"]["frame_index"], pixels


rows = [
    [number, frame, hashlib.sha256(np.ascontiguousarray(pixels, np.uint8).tobytes()).hexdigest()]
    for number, frame, pixels in globals()[sys.argv[1]](Path(sys.argv[2]))
    if pixels.any()
]
print(json.dumps(sorted(rows)))
