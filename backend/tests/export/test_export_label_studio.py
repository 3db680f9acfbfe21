"""Label Studio: the bit stream, read as it is described, gives the masks; tasks and label config fit each other."""

import json
from xml.etree import ElementTree

import numpy as np
import pytest
from hard_clip import FRAMES, HEIGHT, OBJECTS, PAIR, SHY, WIDTH, exported, hard_clip

from masklet.domain.export_options import ExportOptions
from masklet.export.brush_rle import brush_rle
from masklet.masks import rle


@pytest.fixture(scope="module")
def hard(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def words(stream):
    """The words of a stream, read bit by bit."""
    bits = "".join(f"{byte:08b}" for byte in stream)
    place = 0

    def take(count):
        nonlocal place
        place += count
        return int(bits[place - count : place], 2)

    count, size = take(32), take(5) + 1
    sizes = [take(4) + 1 for _ in range(4)]
    out = []
    while len(out) < count:
        repeats, length = take(1), take(sizes[take(2)]) + 1
        out += [take(size)] * length if repeats else [take(size) for _ in range(length)]
    assert len(out) == count
    assert len(bits) - place < 8
    return np.array(out, np.uint8)


def decoded(stream, height, width):
    channels = words(stream).reshape(height, width, 4)
    assert (channels == channels[..., :1]).all()
    assert set(np.unique(channels)) <= {0, 255}
    return channels[..., 3] > 0


def tasks(folder):
    return json.loads((folder / "tasks.json").read_text("utf-8"))


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 1.0])
@pytest.mark.parametrize("size", [(1, 1), (9, 14), (190, 400)])
def test_streams_of_any_mask(share, size):
    mask = np.random.default_rng(3).random(size) < share
    assert np.array_equal(decoded(brush_rle(rle.encode(mask)), *size), mask)


def test_runs_longer_than_a_stream_holds_are_cut():
    mask = np.zeros((128, 256), bool)
    mask[64:] = True  # 65,536 words of each: exactly the longest run
    mask[127, 255] = False
    assert np.array_equal(decoded(brush_rle(rle.encode(mask)), 128, 256), mask)
    assert len(brush_rle(rle.encode(np.ones((128, 512), bool)))) == 7 + 14


def test_every_mask_is_exact(hard, tmp_path):
    found = tasks(exported(hard, "label_studio", tmp_path))
    assert [task["data"]["frame_index"] for task in found] == list(range(FRAMES))
    for frame, task in enumerate(found):
        [annotation] = task["annotations"]
        masks = hard.masks[frame]
        assert [one["object"] - 1 for one in annotation["result"]] == [
            one.object_id for one in OBJECTS if one.object_id in masks
        ]
        for one in annotation["result"]:
            mask = decoded(one["value"]["rle"], one["original_height"], one["original_width"])
            assert np.array_equal(mask, masks[one["object"] - 1])


def test_tasks_fit_the_label_config(hard, tmp_path):
    folder = exported(hard, "label_studio", tmp_path)
    config = ElementTree.parse(folder / "label_config.xml").getroot()
    image, brush = config.find("Image"), config.find("BrushLabels")
    labels = {label.get("value"): label.get("background") for label in brush}
    assert labels == {"ring": "#00ff00", "thing": "#0000ff"}
    assert (image.get("value"), brush.get("toName")) == ("$image", image.get("name"))
    regions = [one for task in tasks(folder) for one in task["annotations"][0]["result"]]
    assert {(one["from_name"], one["to_name"], one["type"]) for one in regions} == {
        (brush.get("name"), image.get("name"), "brushlabels")
    }
    assert {name for one in regions for name in one["value"]["brushlabels"]} == set(labels)
    assert len({one["id"] for one in regions}) == len(regions)
    assert regions[1]["meta"] == {"text": ["2: two parts"]}


def test_predictions_without_pictures_at_an_address(hard, tmp_path):
    options = {"as": "predictions", "images": False, "image_prefix": "https://example.org/"}
    folder = exported(hard, "label_studio", tmp_path, ExportOptions(options))
    assert not (folder / "images").exists()
    first = tasks(folder)[0]
    assert first["data"]["image"] == "https://example.org/images/00000.jpg"
    assert "annotations" not in first
    assert first["predictions"][0]["model_version"] == "flow"


def test_a_part_of_the_clip_keeps_frames_and_numbers(hard, tmp_path):
    folder = exported(hard, "label_studio", tmp_path, ExportOptions({}, 1, 7, (SHY, PAIR), 3))
    found = tasks(folder)
    assert [(task["id"], [one["object"] for one in task["annotations"][0]["result"]]) for task in found] == [
        (2, [PAIR + 1, SHY + 1]), (5, [PAIR + 1]), (8, [PAIR + 1, SHY + 1]),
    ]  # fmt: skip
    assert sorted(path.name for path in (folder / "images").iterdir()) == ["00001.jpg", "00004.jpg", "00007.jpg"]
    assert "ring" not in (folder / "label_config.xml").read_text()
    assert found[0]["annotations"][0]["result"][0]["original_width"] == WIDTH
    assert decoded(found[1]["annotations"][0]["result"][0]["value"]["rle"], HEIGHT, WIDTH).any()
