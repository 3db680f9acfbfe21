"""YOLO outlines and boxes: every part to the pixel whichever way readers round, holes included; the split; whose line is whose."""

import csv
from collections import defaultdict

import cv2
import numpy as np
import pytest
from hard_clip import DOT, FRAMES, HEIGHT, PAIR, RING, SHY, WIDTH, exported, hard_clip

from masklet.domain.export_options import ExportOptions
from masklet.export.yolo_dataset import validation_frames

KIND = {RING: 0}  # class by object; all others are things


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def rows(folder):
    """(frame, object id, class, numbers) of every line."""
    found = []
    for row in csv.DictReader((folder / "objects.csv").open()):
        line = (folder / row["labels"]).read_text().splitlines()[int(row["line"]) - 1]
        kind, *numbers = line.split()
        found.append((int(row["labels"][-9:-4]), int(row["object"]) - 1, int(kind), np.array(numbers, np.float32)))
    return found


@pytest.mark.parametrize("to_pixel", [np.round, np.trunc])
def test_outlines_are_the_masks(clip, tmp_path, to_pixel):
    found = defaultdict(lambda: np.zeros((HEIGHT, WIDTH), np.uint8))
    parts = defaultdict(int)
    for frame, key, kind, numbers in rows(exported(clip, "yolo_seg", tmp_path)):
        assert kind == KIND.get(key, 1)
        assert len(numbers) >= 6  # five words are a box to readers
        points = to_pixel(numbers.reshape(-1, 2) * np.array([WIDTH, HEIGHT], np.float32)).astype(np.int32)
        cv2.fillPoly(found[frame, key], [points], 1)
        parts[key, frame] += 1
    expected = {(frame, key): mask for frame, masks in clip.masks.items() for key, mask in masks.items()}
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[key].astype(bool), mask) for key, mask in expected.items())
    assert {parts[PAIR, frame] for frame in range(FRAMES)} == {2}  # the format cannot say that they belong together


def test_boxes_hold_the_masks(clip, tmp_path):
    found = rows(exported(clip, "yolo_boxes", tmp_path))
    assert len(found) == sum(map(len, clip.masks.values()))
    for frame, key, kind, (x, y, width, height) in found:
        ys, xs = np.nonzero(clip.masks[frame][key])
        edges = [(x - width / 2) * WIDTH, (y - height / 2) * HEIGHT, (x + width / 2) * WIDTH, (y + height / 2) * HEIGHT]
        assert edges == pytest.approx([xs.min(), ys.min(), xs.max() + 1, ys.max() + 1], abs=1e-3)
        assert kind == KIND.get(key, 1)


@pytest.mark.parametrize("name", ["yolo_seg", "yolo_boxes"])
def test_the_last_frames_are_for_validation(clip, tmp_path, name):
    folder = exported(clip, name, tmp_path, ExportOptions({"validation": 25}))
    for kind, suffix in (("labels", "txt"), ("images", "jpg")):
        for split, frames in (("train", range(6)), ("val", range(6, 8))):
            expected = [f"Hard_clip_{index:05d}.{suffix}" for index in frames]
            assert sorted(path.name for path in (folder / kind / split).iterdir()) == expected
    text = (folder / "data.yaml").read_text()
    assert text.splitlines()[1:] == ["train: images/train", "val: images/val", "names:", '  0: "ring"', '  1: "thing"']
    assert text.startswith("path:  #")


def test_without_validation_the_training_frames_stand_for_it(clip, tmp_path):
    folder = exported(clip, "yolo_boxes", tmp_path, ExportOptions({"validation": 0, "images": False}))
    assert "val: images/train\n" in (folder / "data.yaml").read_text()
    assert not (folder / "labels/val").exists()
    assert not (folder / "images").exists()


@pytest.mark.parametrize(
    ("count", "percent", "expected"), [(100, 20, 20), (2, 1, 1), (2, 90, 1), (1, 50, 0), (10, 0, 0), (7, 90, 6)]
)
def test_both_sides_get_a_frame(count, percent, expected):
    assert validation_frames(count, percent) == expected


def test_a_part_keeps_names_numbers_and_classes(clip, tmp_path):
    options = ExportOptions({"images": False, "validation": 34}, 1, 7, (SHY, DOT), stride=3)
    folder = exported(clip, "yolo_boxes", tmp_path, options)
    assert [row[:3] for row in rows(folder)] == [(1, SHY, 1), (1, DOT, 1), (4, DOT, 1), (7, SHY, 1), (7, DOT, 1)]
    assert [path.name for path in (folder / "labels/val").iterdir()] == ["Hard_clip_00007.txt"]
    assert '0: "ring"' in (folder / "data.yaml").read_text()


def test_a_frame_without_objects_has_an_empty_file(clip, tmp_path):
    folder = exported(clip, "yolo_seg", tmp_path, ExportOptions({"images": False, "validation": 0}, object_ids=(SHY,)))
    sizes = [path.stat().st_size for path in sorted((folder / "labels/train").iterdir())]
    assert [index for index, size in enumerate(sizes) if not size] == [0, 3, 4]
