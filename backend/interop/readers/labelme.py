"""labelme's LabelFile of every file in a folder: per shape its group, frame and a hash of its mask put where labelme puts it, or
of the polygon as labelme fills it; shapes of one group together."""

import hashlib
import json
import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before labelme: there is no screen

import numpy as np
from labelme import utils
from labelme._label_file import LabelFile

rows = []
for path in sorted(Path(sys.argv[1]).glob("0*.json")):
    file = LabelFile(str(path))
    height, width = utils.img_data_to_arr(file.image_data).shape[:2]
    masks = {}
    for shape in file.shapes:
        mask = masks.setdefault(shape["group_id"], np.zeros((height, width), np.uint8))
        if shape["shape_type"] == "mask":
            (x0, y0), (x1, y1) = np.asarray(shape["points"]).astype(int)
            mask[y0 : y1 + 1, x0 : x1 + 1] |= shape["mask"]
        else:
            mask |= utils.shape_to_mask((height, width), shape["points"], shape["shape_type"])
    rows += [[group, int(path.stem), hashlib.sha256(mask.tobytes()).hexdigest()] for group, mask in masks.items()]
print(json.dumps(rows))
