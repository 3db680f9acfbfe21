"""datumaro's dataset of a format: per shown polygon its frame, label, group, z-order, area and a hash of the mask as datumaro
draws the whole group, in order of z, what is called background erasing."""

import hashlib
import json
import sys
from collections import defaultdict

import numpy as np
from datumaro.components.annotation import AnnotationType
from datumaro.components.dataset import Dataset
from datumaro.util.mask_tools import rles_to_mask

folder, height, width = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
dataset = Dataset.import_from(folder, "cvat")
labels = [one.name for one in dataset.categories()[AnnotationType.label].items]
groups = defaultdict(list)
for item in dataset:
    for one in item.annotations:
        if not one.attributes["outside"]:
            groups[item.attributes["frame"], one.group].append(one)
rows = []
for (frame, group), polygons in groups.items():
    mask = np.zeros((height, width), np.uint8)
    for one in sorted(polygons, key=lambda one: one.z_order):
        mask[rles_to_mask([one.points], width, height).astype(bool)] = labels[one.label] != "background"
    rows.append([group, int(frame), hashlib.sha256(np.ascontiguousarray(mask).tobytes()).hexdigest()])
print(json.dumps(rows))
