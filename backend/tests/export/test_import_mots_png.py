"""16-bit pictures of class and instance: ours to the pixel, KITTI's folders, what is to be ignored, damage."""

from dataclasses import replace

import numpy as np
import pytest
from hard_clip import FRAMES, HEIGHT, WIDTH, exported, flattened, hard_clip, masks_of
from importing import assert_same, taken
from mask_files import flat_masks, palette_png, png, zipped

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.mask_import import ProblemKind

KITTI = {
    "ring with hole": "pedestrian 1",
    "two parts": "pedestrian 2",
    "comes and goes": "pedestrian 3",
    "touches the border": "pedestrian 4",
    "one pixel": "pedestrian 5",
}


@pytest.fixture
def clip(tmp_path):
    return hard_clip(tmp_path)


def values_at(index):
    labels = flattened(masks_of(index))
    return np.where(labels > 0, labels + 2000, 0).astype(np.uint16)


def kitti(tmp_path, extra=None, frames=range(FRAMES)):
    files = {f"instances/0002/{at:06d}.png": png(values_at(at)) for at in frames}
    return zipped(tmp_path / "in.zip", files | (extra or {}))


def renamed(masks):
    return {at: {KITTI[name]: mask for name, mask in there.items()} for at, there in masks.items()}


@pytest.mark.parametrize("options", [{}, {"first_frame": 2, "stride": 2}])
def test_our_own_files_come_back_to_the_pixel_flattened(clip, tmp_path, options):
    back = taken(exported(clip, "mots_png", tmp_path / "out", ExportOptions(**options)), clip, tmp_path)
    assert back.found.format_name == "mots_png"
    assert_same(back.masks, flat_masks(range(options.get("first_frame", 0), FRAMES, options.get("stride", 1))))
    assert back.found.problems.count == 0
    assert [(one.name, one.class_name) for one in back.found.objects[:2]] == [
        ("ring with hole", "ring"),
        ("two parts", "thing"),
    ]


def test_masks_of_the_originals_size_come_back_to_the_pixel(clip, tmp_path):
    video = replace(clip.request.video, source=replace(clip.request.video.source, width=WIDTH * 2, height=HEIGHT * 2))
    large = replace(clip, request=replace(clip.request, video=video))
    file = exported(large, "mots_png", tmp_path / "out", ExportOptions(resolution=Resolution.ORIGINAL))
    assert_same(taken(file, large, tmp_path).masks, flat_masks())


def test_files_of_others(clip, tmp_path):
    back = taken(kitti(tmp_path), clip, tmp_path)
    assert_same(back.masks, renamed(flat_masks()))
    assert {one.class_name for one in back.found.objects} == {"pedestrian"}
    assert back.found.problems.count == 0


def test_names_of_classes_from_the_list_beside(clip, tmp_path):
    back = taken(kitti(tmp_path, {"instances/labels.txt": b"car\nkoi fish\n"}), clip, tmp_path)
    assert {one.class_name for one in back.found.objects} == {"koi fish"}
    assert back.found.objects[0].name == "koi fish 1"


def test_the_region_to_ignore_is_no_object(clip, tmp_path):
    values = values_at(3)
    values[:, :10], values[:, 10:12] = 10_000, 65_535
    back = taken(kitti(tmp_path, {"instances/0002/000003.png": png(values)}, frames=[0]), clip, tmp_path)
    assert {one.class_name for one in back.found.objects} == {"pedestrian"}
    assert not any(mask[:, :12].any() for mask in back.masks[3].values())


def test_of_several_clips_one_is_taken(clip, tmp_path):
    back = taken(kitti(tmp_path, {"instances/0011/000000.png": png(values_at(0))}), clip, tmp_path)
    assert_same(back.masks, renamed(flat_masks()))
    assert [(one.item, one.kind) for one in back.found.problems.listed] == [("instances/0011", ProblemKind.OTHER_CLIP)]


BAD = {
    "truncated": (png(values_at(3))[:80], ProblemKind.DAMAGED),
    "text": (b"hello", ProblemKind.DAMAGED),
    "another shape": (png(values_at(3)[:20]), ProblemKind.SIZE),
    "a palette": (palette_png(flattened(masks_of(3))), ProblemKind.UNSUPPORTED),
    "colours": (png(np.full((HEIGHT, WIDTH, 3), 9, np.uint8)), ProblemKind.UNSUPPORTED),
    "noise": (png(np.random.default_rng(2).integers(0, 60_000, (HEIGHT, WIDTH), np.uint16)), ProblemKind.UNSUPPORTED),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_picture_is_told_and_the_others_are_taken(clip, tmp_path, kind):
    data, problem = BAD[kind]
    back = taken(kitti(tmp_path, {"instances/0002/000003.png": data}, frames=(0, 2, 6)), clip, tmp_path)
    assert_same(back.masks, renamed(flat_masks((0, 2, 6))))
    assert [(one.item, one.kind) for one in back.found.problems.listed] == [("instances/0002/000003.png", problem)]


def test_no_picture_at_all_is_refused(clip, tmp_path):
    with pytest.raises(InvalidInput):
        taken(zipped(tmp_path / "in.zip", {"readme.txt": b"hello"}), clip, tmp_path, format_name="mots_png")
