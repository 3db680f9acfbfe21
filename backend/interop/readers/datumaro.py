"""datumaro coco_instances of a JSON file (argument 1), laid out with blank pictures in a folder (argument 2): per object its
item, label, track and hash of its mask. Polygons become masks by datumaro's own transform; those of one group are united."""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import numpy as np
from datumaro.components.annotation import AnnotationType
from datumaro.components.dataset import Dataset
from PIL import Image

folder = Path(sys.argv[2])
(folder / "annotations").mkdir(parents=True)
(folder / "images").mkdir()
shutil.copy(sys.argv[1], folder / "annotations/instances_train.json")
for image in json.loads(Path(sys.argv[1]).read_text())["images"]:
    Image.new("L", (image["width"], image["height"])).save(folder / "images" / image["file_name"])

data = Dataset.import_from(str(folder), "coco_instances")
labels = data.categories()[AnnotationType.label]
found = {}
for item in data.transform("polygons_to_masks"):
    for one in item.annotations:
        if one.type is AnnotationType.mask:
            key = (item.id, labels[one.label].name, one.attributes["track_id"])
            found[key] = found.get(key, False) | np.asarray(one.image, bool)
rows = [
    [*key, hashlib.sha256(np.ascontiguousarray(mask, np.uint8).tobytes()).hexdigest()] for key, mask in found.items()
]
print(json.dumps(sorted(rows)))
