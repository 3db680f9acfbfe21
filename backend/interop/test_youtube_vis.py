"""YouTube-VIS, read by TrackEval: our ground truth against our results, which hold the same masks."""

import hashlib

import numpy as np
from hard_clip import RING, exported

from masklet.domain.export_options import ExportOptions


def files(clip, folder, **results):
    asked = ExportOptions({"counts": "results"}, **results)
    return exported(clip, "youtube_vis", folder / "gt"), exported(clip, "youtube_vis", folder / "results", asked)


def digests(clip):
    return [
        sorted(hashlib.sha256(np.ascontiguousarray(mask, np.uint8).tobytes()).hexdigest() for mask in masks.values())
        for masks in clip.masks.values()
    ]


def test_trackeval_reads_every_mask_to_the_pixel(clip, tmp_path, reader):
    read = reader("trackeval", *files(clip, tmp_path), tmp_path / "laid-out")
    assert read["sequence"] == "Hard_clip"
    assert read["gt"] == read["tracker"] == digests(clip)
    assert read["hota"] == 1.0


def test_trackeval_counts_a_track_that_is_not_there(clip, tmp_path, reader):
    others = tuple(one.object_id for one in clip.request.objects if one.object_id != RING)
    read = reader("trackeval", *files(clip, tmp_path, object_ids=others), tmp_path / "laid-out")
    assert 0 < read["hota"] < 1.0
