"""datumaro `mots`: per mask its item, label, track id and hash; and how many items have their picture."""

import hashlib
import json
import sys

import numpy as np
from datumaro.components.dataset import Dataset

data = Dataset.import_from(sys.argv[1], "mots")
names = [one.name for one in data.categories()[next(iter(data.categories()))].items]
rows = []
pictures = 0
for item in data:
    pictures += item.media is not None and item.media.data is not None
    for one in item.annotations:
        mask = np.ascontiguousarray(one.image, np.uint8)
        rows.append(
            [item.id, names[one.label], int(one.attributes["track_id"]), hashlib.sha256(mask.tobytes()).hexdigest()]
        )
print(json.dumps({"rows": rows, "pictures": pictures, "subsets": list(data.subsets())}))
