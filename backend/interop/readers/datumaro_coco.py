"""datumaro coco_instances of a folder (argument 1) as it lies: sizes of its pictures, and per object its item, track and hash of its mask."""

import hashlib
import json
import sys

import numpy as np
from datumaro.components.annotation import AnnotationType
from datumaro.components.dataset import Dataset

data = Dataset.import_from(sys.argv[1], "coco_instances")
sizes, rows = set(), []
for item in data:
    sizes.add(item.media.data.shape[:2])
    for one in item.annotations:
        if one.type is AnnotationType.mask:
            mask = np.ascontiguousarray(one.image, np.uint8)
            rows.append([item.id, one.attributes["track_id"], hashlib.sha256(mask.tobytes()).hexdigest()])
print(json.dumps({"sizes": sorted(sizes), "masks": sorted(rows)}))
