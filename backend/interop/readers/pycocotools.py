"""pycocotools COCO: per annotation its track, frame and area as it decodes them, and the mask's own hash."""

import hashlib
import json
import sys

import numpy as np
from pycocotools.coco import COCO

coco = COCO(sys.argv[1])
rows = []
for one in coco.loadAnns(coco.getAnnIds()):
    mask = np.ascontiguousarray(coco.annToMask(one), np.uint8)
    rows.append([one["track_id"], one["frame_index"], hashlib.sha256(mask.tobytes()).hexdigest()])
print(json.dumps(rows))
