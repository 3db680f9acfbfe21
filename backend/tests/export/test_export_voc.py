"""Pascal VOC: class and object masks to the pixel after flattening, boxes of what is seen, lists of frames."""

from xml.etree.ElementTree import parse

import numpy as np
import pytest
from hard_clip import DOT, FRAMES, HEIGHT, RING, SHY, WIDTH, exported, flattened, hard_clip
from PIL import Image

from masklet.domain.export_options import ExportOptions


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def boxes(path):
    """By track: name and the box's edges."""
    found = {}
    for one in parse(path).iter("object"):
        box = one.find("bndbox")
        edges = [int(box.find(side).text) for side in ("xmin", "ymin", "xmax", "ymax")]
        found[int(one.find("attributes/attribute/value").text)] = [one.find("name").text, *edges]
    return found


def test_masks_are_the_flattened_ones(clip, tmp_path):
    folder = exported(clip, "voc", tmp_path)
    for index, masks in clip.masks.items():
        labels = flattened(masks)
        kinds = np.where(labels == RING + 1, 1, np.where(labels > 0, 2, 0))
        for kind, expected in (("SegmentationObject", labels), ("SegmentationClass", kinds)):
            image = Image.open(folder / kind / f"Hard_clip_{index:05d}.png")
            assert image.mode == "P"
            assert image.getpalette()[:9] == [0, 0, 0, 128, 0, 0, 0, 128, 0]
            assert np.array_equal(np.asarray(image), expected)
    assert len(list((folder / "JPEGImages").iterdir())) == FRAMES
    assert "\nring:128,0,0::\nthing:0,128,0::\n" in (folder / "labelmap.txt").read_text()


def test_boxes_hold_what_is_seen_from_one_edges_included(clip, tmp_path):
    folder = exported(clip, "voc", tmp_path, ExportOptions({"images": False}))
    for index, masks in clip.masks.items():
        labels, expected = flattened(masks), {}
        for key in masks:
            ys, xs = np.nonzero(labels == key + 1)
            edges = [xs.min() + 1, ys.min() + 1, xs.max() + 1, ys.max() + 1]
            expected[key + 1] = ["ring" if key == RING else "thing", *edges]
        page = folder / f"Annotations/Hard_clip_{index:05d}.xml"
        assert boxes(page) == expected
        size = parse(page).find("size")
        assert [size.find(side).text for side in ("width", "height", "depth")] == [str(WIDTH), str(HEIGHT), "3"]
    assert (folder / "overlaps.csv").read_text().count("\n") > 1
    assert not (folder / "JPEGImages").exists()


def test_a_part_is_listed_under_the_clips_names(clip, tmp_path):
    folder = exported(clip, "voc", tmp_path, ExportOptions({"validation": 34}, 1, 7, (SHY, DOT), stride=3))
    lists = {path.stem: path.read_text().split() for path in (folder / "ImageSets/Segmentation").iterdir()}
    names = [f"Hard_clip_{index:05d}" for index in (1, 4, 7)]
    assert lists == {"trainval": names, "train": names[:2], "val": names[2:]}
    assert [sorted(boxes(folder / f"Annotations/{name}.xml")) for name in names] == [[3, 5], [5], [3, 5]]
    picture = np.asarray(Image.open(folder / f"SegmentationObject/{names[0]}.png"))
    assert np.array_equal(picture == 1, clip.masks[1][SHY] & ~clip.masks[1][DOT])
    assert set(np.unique(np.asarray(Image.open(folder / f"SegmentationClass/{names[0]}.png")))) == {0, 2}
