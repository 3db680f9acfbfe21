"""supervision `from_yolo`: per object on a picture its class, box and mask hash. Arguments: the folder, train or val."""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import supervision as sv

root, split = Path(sys.argv[1]), sys.argv[2]
data = sv.DetectionDataset.from_yolo(
    images_directory_path=str(root / "images" / split),
    annotations_directory_path=str(root / "labels" / split),
    data_yaml_path=str(root / "data.yaml"),
)
rows = []
for path, _, found in data:
    for place in range(len(found)):
        mask = None if found.mask is None else np.ascontiguousarray(found.mask[place], np.uint8)
        code = None if mask is None else hashlib.sha256(mask.tobytes()).hexdigest()
        box = [round(float(value), 2) for value in found.xyxy[place]]
        rows.append([Path(path).stem, data.classes[int(found.class_id[place])], box, code])
print(json.dumps(rows))
