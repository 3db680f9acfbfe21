"""datumaro `mot_seq`: per box its item, label, track id, edges and visibility; and how many items have their picture."""

import json
import sys

from datumaro.components.annotation import AnnotationType
from datumaro.components.dataset import Dataset

data = Dataset.import_from(sys.argv[1], "mot_seq")
names = [one.name for one in data.categories()[AnnotationType.label].items]
rows = []
pictures = 0
for item in data:
    pictures += item.media is not None and item.media.data is not None
    for one in item.annotations:
        about = one.attributes
        rows.append([int(item.id), names[one.label], int(about["track_id"]), one.get_bbox(), about["visibility"]])
print(json.dumps({"rows": rows, "pictures": pictures}))
