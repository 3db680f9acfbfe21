"""The Label Studio SDK on a package: its converter checks the label config against the tasks and writes each brush region as an
array. Per region its object, frame and a hash of the mask."""

import hashlib
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface

folder = Path(sys.argv[1])
config = (folder / "label_config.xml").read_text("utf-8")
tasks = json.loads((folder / "tasks.json").read_text("utf-8"))
interface = LabelInterface(config)
interface.validate()
with tempfile.TemporaryDirectory() as out:
    converter = Converter(config, str(folder), download_resources=False)
    converter.convert(str(folder / "tasks.json"), out, "BRUSH_TO_NUMPY", is_dir=False)
    files = {path.name: np.load(path) for path in Path(out).glob("*.npy")}
rows = []
for task in tasks:
    [annotation] = task["annotations"]
    # not validate_task: in 2.1.2 it calls validate_annotation without the annotation
    assert interface.validate_annotation(annotation), task["id"]
    counts = Counter()
    for region in annotation["result"]:
        [label] = region["value"]["brushlabels"]
        [name] = [
            name
            for name in files
            if name.startswith(f"task-{task['id']}-") and name.endswith(f"-{label}-{counts[label]}.npy")
        ]
        counts[label] += 1
        mask = (files[name] > 0).astype(np.uint8)
        rows.append([region["object"], task["data"]["frame_index"], hashlib.sha256(mask.tobytes()).hexdigest()])
assert len(rows) == len(files)
print(json.dumps(rows))
