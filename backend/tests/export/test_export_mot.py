"""MOT: boxes of the whole masks, frames from 1, and how much of each object is seen."""

import csv

import numpy as np
import pytest
from hard_clip import DOT, FRAMES, RING, SHY, exported, flattened, hard_clip

from masklet.domain.export_options import ExportOptions


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def lines(folder):
    return [[float(word) for word in row] for row in csv.reader((folder / "gt/gt.txt").open())]


@pytest.mark.parametrize("origin", [0, 1])
def test_boxes_hold_the_masks(clip, tmp_path, origin):
    found = lines(exported(clip, "mot", tmp_path, ExportOptions({"images": False, "from_one": bool(origin)})))
    expected = []
    for frame, masks in clip.masks.items():
        labels = flattened(masks)
        for key, mask in sorted(masks.items()):
            ys, xs = np.nonzero(mask)
            size = [xs.max() - xs.min() + 1, ys.max() - ys.min() + 1]
            seen = round((labels == key + 1).sum() / mask.sum(), 5)
            box = [xs.min() + origin, ys.min() + origin, *size]
            expected.append([frame + 1, key + 1, *box, 1, 1 if key == RING else 2, seen])
    assert found == expected
    assert any(row[-1] < 1 for row in found)


def test_the_sequence_and_its_classes_are_described(clip, tmp_path):
    folder = exported(clip, "mot", tmp_path)
    assert (folder / "gt/labels.txt").read_text() == "ring\nthing\n"
    assert "seqLength=8\n" in (folder / "seqinfo.ini").read_text()
    assert len(list((folder / "img1").iterdir())) == FRAMES


def test_a_part_counts_frames_anew_and_keeps_numbers_and_classes(clip, tmp_path):
    folder = exported(clip, "mot", tmp_path, ExportOptions({}, 1, 7, (SHY, DOT), stride=3))
    assert [row[:2] + row[7:8] for row in lines(folder)] == [[1, 3, 2], [1, 5, 2], [2, 5, 2], [3, 3, 2], [3, 5, 2]]
    assert "seqLength=3\n" in (folder / "seqinfo.ini").read_text()
    assert "frameRate=8\n" in (folder / "seqinfo.ini").read_text()
    assert sorted(path.name for path in (folder / "img1").iterdir()) == [f"{k:06d}.jpg" for k in (1, 2, 3)]
