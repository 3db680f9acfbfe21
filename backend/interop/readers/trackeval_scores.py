"""TrackEval's J and F of DAVIS. Arguments: the folders of the true and of the measured clips (CLIP/00000.png), the clip.

Prints {"J", "F", "JF"}, means over its objects and all frames.
"""

import contextlib
import io
import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from trackeval.datasets import DAVIS
from trackeval.metrics import JAndF

truth, measured, clip = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
work = Path(tempfile.mkdtemp())
shutil.copytree(measured, work / "trackers/ours/data")
(work / "clips.txt").write_text(clip + "\n")
settings = {"GT_FOLDER": str(truth), "TRACKERS_FOLDER": str(work / "trackers"), "SEQMAP_FILE": str(work / "clips.txt")}
with contextlib.redirect_stdout(io.StringIO()):
    data = DAVIS({**settings, "PRINT_CONFIG": False})
    raw = data.get_raw_seq_data("ours", clip)
    found = JAndF().eval_sequence(data.get_preprocessed_seq_data(raw, "general"))
shutil.rmtree(work)
print(
    json.dumps({"J": float(np.mean(found["J-Mean"])), "F": float(np.mean(found["F-Mean"])), "JF": float(found["J&F"])})
)
