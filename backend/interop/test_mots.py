"""MOTS as text and as PNG, read by those who will."""

import hashlib

import numpy as np
from hard_clip import FRAMES, OBJECTS, exported, flattened

from masklet.domain.export_options import ExportOptions


def shown(clip):
    """(frame, object id, hash) of what flattening leaves."""
    for frame in range(FRAMES):
        labels = flattened(clip.masks[frame])
        for number in np.unique(labels[labels > 0]):
            mask = np.ascontiguousarray(labels == number, np.uint8)
            yield frame, int(number) - 1, hashlib.sha256(mask.tobytes()).hexdigest()


def test_trackeval_reads_and_rates_every_mask(clip, tmp_path, reader):
    folder = exported(clip, "mots", tmp_path, ExportOptions({"pedestrians": True}))
    found = reader("trackeval_frames", "mots", folder, "Hard_clip")
    assert sorted(found["rows"]) == sorted([frame, 2001 + key, mask] for frame, key, mask in shown(clip))
    assert (found["frames"], found["hota"]) == (FRAMES, 1.0)


def test_datumaro_reads_every_mask_with_its_class_and_track(clip, tmp_path, reader):
    found = reader("datumaro_mots", exported(clip, "mots_png", tmp_path))
    classes = {one.object_id: "ring" if one.class_id == 1 else "thing" for one in OBJECTS}
    expected = [[f"Hard_clip/{frame:06d}", classes[key], key + 1, mask] for frame, key, mask in shown(clip)]
    assert sorted(found["rows"]) == sorted(expected)
    assert (found["pictures"], found["subsets"]) == (FRAMES, ["train"])
