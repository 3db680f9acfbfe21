"""supervision DetectionDataset.from_coco(force_masks=True) of a JSON file (argument 1): its masks as an array of N x H x W in
a .npz per picture, written to a folder (argument 2); classes of each by the picture's name."""

import json
import sys
from pathlib import Path

import numpy as np
import supervision

folder = Path(sys.argv[2])
folder.mkdir()
data = supervision.DetectionDataset.from_coco(str(folder), sys.argv[1], force_masks=True)
classes = {}
for path, found in data.annotations.items():
    name = Path(path).stem
    np.savez_compressed(folder / f"{name}.npz", np.asarray(found.mask, bool))
    classes[name] = [data.classes[kind] for kind in found.class_id]
print(json.dumps(classes))
