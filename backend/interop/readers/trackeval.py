"""TrackEval YouTubeVIS of a ground truth (argument 1) and results (argument 2), laid out in a folder (argument 3): HOTA over
all classes, and per frame and kind the hash of each mask as it decodes it."""

import contextlib
import hashlib
import io
import json
import shutil
import sys
from pathlib import Path

import numpy as np
from pycocotools import mask
from trackeval import Evaluator
from trackeval.datasets import YouTubeVIS
from trackeval.metrics import HOTA


def lay_out(truth, results, folder):
    for source, place in ((truth, "gt/youtube_vis_val/x.json"), (results, "trackers/youtube_vis_val/ours/data/x.json")):
        (folder / place).parent.mkdir(parents=True)
        shutil.copy(source, folder / place)
    config = {"GT_FOLDER": f"{folder}/gt/", "TRACKERS_FOLDER": f"{folder}/trackers/", "SPLIT_TO_EVAL": "val"}
    return config | {"OUTPUT_FOLDER": f"{folder}/out", "PRINT_CONFIG": False}


def hashes(frames):
    return [
        sorted(hashlib.sha256(np.ascontiguousarray(mask.decode(one)).tobytes()).hexdigest() for one in there)
        for there in frames
    ]


with contextlib.redirect_stdout(io.StringIO()):
    dataset = YouTubeVIS(lay_out(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
    [sequence] = dataset.seq_list
    raw = dataset.get_raw_seq_data("ours", sequence)
    read = {"gt": hashes(raw["gt_dets"]), "tracker": hashes(raw["tracker_dets"])}
    plain = {"PRINT_RESULTS": False, "OUTPUT_SUMMARY": False, "OUTPUT_DETAILED": False, "PLOT_CURVES": False}
    quiet = plain | {"PRINT_CONFIG": False, "TIME_PROGRESS": False, "BREAK_ON_ERROR": True, "LOG_ON_ERROR": None}
    metrics = [HOTA()]
    found, _ = Evaluator(quiet).evaluate([YouTubeVIS(dataset.config)], metrics)
    combined = found["YouTubeVIS"]["ours"]["COMBINED_SEQ"]["cls_comb_det_av"]
print(json.dumps({"sequence": sequence, "hota": float(combined["HOTA"]["HOTA"].mean()), **read}))
