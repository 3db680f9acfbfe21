"""datumaro writes masks (argument 2, an .npz of N x H x W per frame and the classes' names) as a data set of a format (argument 1)
into a folder (argument 3)."""

import json
import sys

import numpy as np
from datumaro.components.annotation import AnnotationType, LabelCategories, Mask
from datumaro.components.dataset import Dataset
from datumaro.components.dataset_base import DatasetItem
from datumaro.components.media import Image

kind, folder = sys.argv[1], sys.argv[3]
stored = np.load(sys.argv[2])
names = stored["names"].tolist()
labels = LabelCategories.from_iterable(dict.fromkeys(names))
items = []
for frame in sorted(key for key in stored if key != "names"):
    masks = stored[frame]
    annotations = [
        Mask(mask, label=labels.find(name)[0], id=place, group=place + 1)
        for place, (mask, name) in enumerate(zip(masks, names, strict=True))
        if mask.any()
    ]
    picture = Image.from_numpy(np.zeros((*masks.shape[1:], 3), np.uint8))
    items.append(
        DatasetItem(frame, subset="train", media=picture, annotations=annotations, attributes={"frame": int(frame)})
    )
Dataset.from_iterable(items, categories={AnnotationType.label: labels}, media_type=Image).export(
    folder, kind, save_media=False
)
print(json.dumps(True))
