"""supervision writes masks (argument 1, an .npz of N x H x W per frame and the classes' names) into a folder (argument 2): as COCO,
coco.json, and as a YOLO data set."""

import json
import sys
from pathlib import Path

import numpy as np
import supervision as sv

folder = Path(sys.argv[2])
stored = np.load(sys.argv[1])
names = stored["names"].tolist()
classes = list(dict.fromkeys(names))
numbers = np.array([classes.index(name) for name in names])
images, annotations = {}, {}
for frame in sorted(key for key in stored if key != "names"):
    masks = stored[frame]
    seen = masks.any(axis=(1, 2))
    images[f"{frame}.png"] = np.zeros((*masks.shape[1:], 3), np.uint8)
    boxes = sv.mask_to_xyxy(masks[seen]).astype(float)
    annotations[f"{frame}.png"] = sv.Detections(boxes, masks[seen], class_id=numbers[seen])
data = sv.DetectionDataset(classes, images, annotations)
data.as_coco(annotations_path=str(folder / "coco.json"))
data.as_yolo(annotations_directory_path=str(folder / "yolo/labels"), data_yaml_path=str(folder / "yolo/data.yaml"))
print(json.dumps(True))
