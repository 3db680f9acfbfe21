"""The Label Studio SDK's run lengths of masks (argument 1, an .npz of N x H x W per frame and the classes' names), in a file of tasks
(argument 2)."""

import json
import sys
from pathlib import Path

import numpy as np
from label_studio_sdk.converter.brush import mask2rle

stored = np.load(sys.argv[1])
names = stored["names"].tolist()
tasks = []
for frame in sorted(key for key in stored if key != "names"):
    height, width = stored[frame].shape[1:]
    about = {"type": "brushlabels", "original_width": width, "original_height": height, "image_rotation": 0}
    result = [
        about | {"value": {"format": "rle", "rle": mask2rle(mask.astype(np.uint8) * 255), "brushlabels": [name]}}
        for mask, name in zip(stored[frame], names, strict=True)
        if mask.any()
    ]
    tasks.append(
        {"id": int(frame), "data": {"image": f"/data/upload/1/{frame}.png"}, "annotations": [{"result": result}]}
    )
Path(sys.argv[2]).write_text(json.dumps(tasks))
print(json.dumps(True))
