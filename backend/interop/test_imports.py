"""Masks that outside programs wrote, read by us: the same masks, to the pixel where the format they chose holds them."""

import cv2
import numpy as np
import pytest
from hard_clip import DOT, FRAMES, HEIGHT, OBJECTS, RING, WIDTH
from importing import taken

from masklet.domain.mask_import import ProblemKind

CLASS = {one.object_id: "ring" if one.object_id == RING else "thing" for one in OBJECTS}


@pytest.fixture
def stored(clip, tmp_path):
    """What the writers are given: N x H x W per frame, empty where an object is hidden."""
    gone = np.zeros((HEIGHT, WIDTH), bool)
    frames = {f"{at:05d}": np.stack([clip.masks[at].get(key, gone) for key in CLASS]) for at in range(FRAMES)}
    file = tmp_path / "masks.npz"
    np.savez(file, names=np.array(list(CLASS.values())), **frames)
    return file


def hard_sets(clip):
    """The masks of each frame, whoever's they are: these files know no tracks."""
    return {at: sorted((CLASS[key], mask.tobytes()) for key, mask in masks.items()) for at, masks in clip.masks.items()}


def found_sets(back):
    kinds = {one.name: one.class_name for one in back.found.objects}
    return {
        at: sorted((kinds[name], mask.tobytes()) for name, mask in masks.items()) for at, masks in back.masks.items()
    }


def test_coco_of_datumaro(clip, stored, tmp_path, reader):
    reader("write_datumaro", "coco_instances", stored, tmp_path / "written")
    back = taken(tmp_path / "written", clip, tmp_path)
    assert back.found.format_name == "coco"
    assert found_sets(back) == hard_sets(clip)
    assert back.kinds == [ProblemKind.NO_TRACKS]


def test_run_lengths_of_pycocotools(clip, stored, tmp_path, reader):
    """supervision writes COCO with pycocotools' run lengths where an object has holes or parts, polygons where not."""
    reader("write_supervision", stored, tmp_path)
    back = taken(tmp_path / "coco.json", clip, tmp_path)
    assert back.found.format_name == "coco"
    kinds = {one.name: one.class_name for one in back.found.objects}
    for at, masks in back.masks.items():
        found = [mask for name, mask in masks.items() if kinds[name] == "ring"]
        assert len(found) == 1
        assert np.array_equal(found[0], clip.masks[at][RING])


def test_outlines_of_supervision(clip, stored, tmp_path, reader):
    """It writes each part's outline, without holes and without single pixels: what is left is to the pixel."""
    reader("write_supervision", stored, tmp_path)
    back = taken(tmp_path / "yolo", clip, tmp_path)
    assert back.found.format_name == "yolo_seg"
    kinds = {one.name: one.class_name for one in back.found.objects}
    for at, masks in clip.masks.items():
        wanted = sorted(part.tobytes() for key, mask in masks.items() if key not in (RING, DOT) for part in parts(mask))
        found = [mask.tobytes() for name, mask in back.masks[at].items() if kinds[name] == "thing"]
        assert sorted(found) == wanted


def parts(mask):
    count, numbers = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    return [numbers == number for number in range(1, count)]


def test_brush_masks_of_the_label_studio_sdk(clip, stored, tmp_path, reader):
    reader("write_label_studio", stored, tmp_path / "tasks.json")
    back = taken(tmp_path / "tasks.json", clip, tmp_path)
    assert back.found.format_name == "label_studio"
    assert found_sets(back) == hard_sets(clip)


def test_masks_of_labelme(clip, stored, tmp_path, reader):
    (tmp_path / "labelme").mkdir()
    reader("write_labelme", stored, tmp_path / "labelme")
    back = taken(tmp_path / "labelme", clip, tmp_path)
    assert back.found.format_name == "labelme"
    assert found_sets(back) == hard_sets(clip)


def test_cvat_of_datumaro(clip, stored, tmp_path, reader):
    """CVAT for images, with run lengths as CVAT has them."""
    reader("write_datumaro", "cvat", stored, tmp_path / "written")
    back = taken(tmp_path / "written", clip, tmp_path)
    assert back.found.format_name == "cvat"
    assert found_sets(back) == hard_sets(clip)
