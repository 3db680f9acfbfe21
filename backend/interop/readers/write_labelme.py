"""labelme saves masks (argument 1, an .npz of N x H x W per frame and the classes' names) into a folder (argument 2), as masks."""

import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before labelme: there is no screen

import numpy as np
from labelme import utils
from labelme._label_file import LabelFile

stored = np.load(sys.argv[1])
names = stored["names"].tolist()
for frame in sorted(key for key in stored if key != "names"):
    height, width = stored[frame].shape[1:]
    shapes = []
    for mask, name in zip(stored[frame], names, strict=True):
        if mask.any():
            ys, xs = np.nonzero(mask)
            box = mask[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
            points = [[float(xs.min()), float(ys.min())], [float(xs.max()), float(ys.max())]]
            text = utils.img_arr_to_b64(box.astype(np.uint8))
            shapes.append(
                {"label": name, "points": points, "group_id": None, "shape_type": "mask", "flags": {}, "mask": text}
            )
    LabelFile().save(
        filename=str(Path(sys.argv[2]) / f"{frame}.json"),
        shapes=shapes,
        image_path=f"{frame}.jpg",
        image_height=height,
        image_width=width,
    )
print(json.dumps(True))
