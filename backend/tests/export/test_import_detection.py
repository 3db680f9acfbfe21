"""Which format a file is of is found out: every export of ours that holds masks is known as what it is, and comes back."""

import numpy as np
import pytest
from hard_clip import exported, hard_clip
from importing import assert_same, hard_masks, taken

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions
from masklet.export.imports import reading

# export format, its options, the import format that knows it; whether it holds every mask, overlap and all
OURS = [
    ("coco", {}, "coco", True),
    ("coco", {"masks": "polygons"}, "coco", True),
    ("coco_dataset", {}, "coco", True),
    ("youtube_vis", {}, "youtube_vis", True),
    ("sa_v", {}, "sa_v", True),
    ("cvat", {}, "cvat", True),
    ("yolo_seg", {}, "yolo_seg", True),
    ("label_studio", {}, "label_studio", True),
    ("labelme", {}, "labelme", True),
    ("sa_v_png", {}, "png_sequence", True),
    ("png_sequence", {"movies": "each"}, "png_sequence", True),
    ("matte_mkv", {"movies": "each"}, "matte_video", True),
    ("matte_mp4", {"movies": "each"}, "matte_video", True),
    ("prores", {"movies": "each"}, "matte_video", True),
    ("davis", {}, "davis", False),
    ("png", {}, "davis", False),
    ("mots_png", {}, "mots_png", False),
    ("voc", {}, "voc", False),
]
HOLDS_NONE = ("csv", "mot", "contact_sheet", "gif")


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


@pytest.mark.parametrize(("name", "values", "known_as", "is_whole"), OURS)
def test_our_own_exports_are_known_and_come_back(clip, tmp_path, name, values, known_as, is_whole):
    back = taken(exported(clip, name, tmp_path / "out", ExportOptions(values)), clip, tmp_path)
    assert back.found.format_name == known_as
    names = [one.name for one in back.found.objects]
    assert sorted(names) == sorted({name for masks in hard_masks(clip).values() for name in masks})
    if is_whole:
        assert_same(back.masks, hard_masks(clip))
    else:
        for at, masks in back.masks.items():
            for one, mask in masks.items():
                assert not (mask & ~hard_masks(clip)[at][one]).any()
                assert np.count_nonzero(mask)


@pytest.mark.parametrize("name", HOLDS_NONE)
def test_what_holds_no_masks_is_refused(clip, tmp_path, name):
    file = exported(clip, name, tmp_path / "out")
    if file.suffix == ".part":
        file = file.rename(file.with_suffix(".gif" if name == "gif" else ".csv"))
    with pytest.raises(InvalidInput):
        taken(file, clip, tmp_path)


def test_every_import_format_is_met_here():
    assert {known_as for _, _, known_as, _ in OURS} == {one.name for one in reading.formats()}
