"""datumaro `voc_segmentation`: per mask its item, label and hash."""

import hashlib
import json
import sys

import numpy as np
from datumaro.components.annotation import AnnotationType
from datumaro.components.dataset import Dataset

data = Dataset.import_from(sys.argv[1], "voc_segmentation")
names = [one.name for one in data.categories()[AnnotationType.label].items]
rows = []
for item in data:
    for one in item.annotations:
        if one.type == AnnotationType.mask:
            mask = np.ascontiguousarray(one.image, np.uint8)
            rows.append([item.id, item.subset, names[one.label], hashlib.sha256(mask.tobytes()).hexdigest()])
print(json.dumps(rows))
