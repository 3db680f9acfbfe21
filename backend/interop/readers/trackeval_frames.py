"""TrackEval DAVIS or MOTSChallenge: what it reads of a ground truth, and how it rates that against itself.

Arguments: davis or mots, the folder, the sequence. Prints {rows: [frame position, id, mask hash], hota, frames}.
"""

import contextlib
import hashlib
import io
import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from pycocotools import mask as coco
from trackeval.datasets import DAVIS, MOTSChallenge
from trackeval.metrics import HOTA

kind, root, sequence = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
work = Path(tempfile.mkdtemp())
if kind == "davis":
    truth = root / "Annotations/480p"
    shutil.copytree(truth, work / "same/data")
    names = (root / "ImageSets/2017/val.txt").read_text().split()
    settings = {"SEQMAP_FILE": str(root / "ImageSets/2017/val.txt")}
    assert names == [sequence]
    make, label = DAVIS, "general"
else:
    truth = root
    (work / "MOTS-train/same/data").mkdir(parents=True)
    shutil.copy(root / "MOTS-train" / sequence / "gt/gt.txt", work / f"MOTS-train/same/data/{sequence}.txt")
    settings = {}
    make, label = MOTSChallenge, "pedestrian"

with contextlib.redirect_stdout(io.StringIO()):
    data = make({"GT_FOLDER": str(truth), "TRACKERS_FOLDER": str(work), "PRINT_CONFIG": False, **settings})
    raw = data.get_raw_seq_data("same", sequence)
    rows = [
        [frame, int(number), hashlib.sha256(np.ascontiguousarray(coco.decode(mask), np.uint8).tobytes()).hexdigest()]
        for frame, (numbers, masks) in enumerate(zip(raw["gt_ids"], raw["gt_dets"], strict=True))
        for number, mask in zip(numbers, masks, strict=True)
    ]
    rated = HOTA().eval_sequence(data.get_preprocessed_seq_data(raw, label))
shutil.rmtree(work)
print(json.dumps({"rows": rows, "hota": float(np.mean(rated["HOTA"])), "frames": int(raw["num_timesteps"])}))
