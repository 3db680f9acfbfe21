"""MOTS as text and as PNG: the flattened masks to the pixel, MOTS' own class numbers, and what does not fit."""

import configparser
import json
from dataclasses import replace

import numpy as np
import pytest
from hard_clip import CORNER, DOT, FRAMES, HEIGHT, OBJECTS, PAIR, RING, SHY, WIDTH, exported, flattened, hard_clip
from PIL import Image

from masklet.domain.errors import InvalidInput
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import Rle
from masklet.domain.session import ObjectClass
from masklet.masks import rle

NAME = "Hard_clip"
VALUES = {RING: 3001, PAIR: 4002, SHY: 4003, CORNER: 4004, DOT: 4005}  # two classes that MOTS does not know


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def with_classes(clip, *names):
    """The first class with the ring, the second with all others."""
    classes = tuple(ObjectClass(number, name, "#000000") for number, name in enumerate(names, 1))
    return replace(clip, request=replace(clip.request, classes=classes))


def lines(folder):
    rows = (line.split() for line in (folder / "MOTS-train" / NAME / "gt/gt.txt").read_text().splitlines())
    return [(int(row[0]), int(row[1]), int(row[2]), Rle(int(row[3]), int(row[4]), row[5])) for row in rows]


def pictures(folder):
    return sorted((folder / "train/instances" / NAME).glob("*.png"))


def test_lines_hold_the_flattened_masks(clip, tmp_path):
    found = {(frame, value): (kind, mask) for frame, value, kind, mask in lines(exported(clip, "mots", tmp_path))}
    expected = {}
    for index, masks in clip.masks.items():
        labels = flattened(masks)
        expected |= {(index + 1, VALUES[key]): labels == key + 1 for key in masks}
    assert found.keys() == expected.keys()
    for key, mask in expected.items():
        assert found[key][0] == key[1] // 1000
        assert np.array_equal(rle.decode(found[key][1]), mask)


def test_the_sequence_is_described(clip, tmp_path):
    folder = exported(clip, "mots", tmp_path)
    ini = configparser.ConfigParser()
    ini.read(folder / "MOTS-train" / NAME / "seqinfo.ini")
    about = ini["Sequence"]
    assert (about["name"], about["imDir"], about["imExt"]) == (NAME, "img1", ".jpg")
    numbers = [int(about[key]) for key in ("frameRate", "seqLength", "imWidth", "imHeight")]
    assert numbers == [24, FRAMES, WIDTH, HEIGHT]
    assert (folder / "seqmaps/MOTS-train.txt").read_text() == f"name\n{NAME}\n"
    images = sorted((folder / "MOTS-train" / NAME / "img1").iterdir())
    assert [path.name for path in images] == [f"{number:06d}.jpg" for number in range(1, FRAMES + 1)]
    notes = json.loads((folder / "notes.json").read_text())
    assert [one["value"] for one in notes["objects"]] == list(VALUES.values())
    assert notes["overlaps"]["pixels_lost"] > 0


def test_a_covered_object_has_no_line_but_a_note(clip, tmp_path):
    folder = tmp_path / "covered"
    folder.mkdir()
    covered = hard_clip(folder)
    text = (folder / "masklets.jsonl").read_text().splitlines()
    frame = json.loads(text[0])
    frame[1][str(PAIR)] = frame[1][str(RING)]  # the pair, above the ring, hides all of it
    (folder / "masklets.jsonl").write_text("\n".join([json.dumps(frame), *text[1:]]) + "\n")
    out = exported(covered, "mots", tmp_path)
    assert {value for number, value, _, _ in lines(out) if number == 1} == {4002, 4004, 4005}
    assert f"0,1,{clip.masks[0][RING].sum()},{clip.masks[0][RING].sum()}," in (out / "overlaps.csv").read_text()
    assert any("Object 1 " in one for one in json.loads((out / "notes.json").read_text())["not_on_the_first_frame"])


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        (("Car", "pedestrian"), (1, 2)),
        (("person", "car"), (2, 1)),
        (("person", "pedestrian"), (3, 2)),
        (("fish", "ignored"), (3, 10)),
    ],
)
def test_classes_that_mots_knows_have_its_numbers(clip, tmp_path, names, numbers):
    found = lines(exported(with_classes(clip, *names), "mots", tmp_path, ExportOptions({"images": False})))
    assert {value: kind for _, value, kind, _ in found if value % 1000 < 3} == {
        numbers[0] * 1000 + 1: numbers[0],
        numbers[1] * 1000 + 2: numbers[1],
    }


@pytest.mark.parametrize("name", ["mots", "mots_png"])
def test_all_can_be_pedestrians(clip, tmp_path, name):
    folder = exported(clip, name, tmp_path, ExportOptions({"images": False, "pedestrians": True}))
    notes = json.loads((folder / "notes.json").read_text())
    assert [one["value"] for one in notes["objects"]] == [2001, 2002, 2003, 2004, 2005]
    assert not list(folder.rglob("*.jpg"))


def test_pictures_hold_the_flattened_masks(clip, tmp_path):
    folder = exported(clip, "mots_png", tmp_path)
    assert (folder / "train/instances/labels.txt").read_text().split("\n") == ["car", "pedestrian", "ring", "thing", ""]
    assert [path.name for path in pictures(folder)] == [f"{index:06d}.png" for index in range(FRAMES)]
    table = np.array([0, *VALUES.values()])
    for index, path in enumerate(pictures(folder)):
        image = Image.open(path)
        assert image.mode == "I;16"
        assert np.array_equal(np.asarray(image), table[flattened(clip.masks[index])])
    assert len(list((folder / "train/images" / NAME).glob("*.jpg"))) == FRAMES


def test_a_part_counts_its_lines_frames_anew_and_keeps_names_and_values(clip, tmp_path):
    options = ExportOptions({"images": False}, 1, 7, (PAIR, SHY), stride=3)
    as_text = lines(exported(clip, "mots", tmp_path, options))
    assert [row[:3] for row in as_text] == [(1, 4002, 4), (1, 4003, 4), (2, 4002, 4), (3, 4002, 4), (3, 4003, 4)]
    files = pictures(exported(clip, "mots_png", tmp_path, options))
    assert [path.stem for path in files] == ["000001", "000004", "000007"]
    for number, path in enumerate(files, 1):
        picture = np.asarray(Image.open(path))
        for _, value, _, mask in (row for row in as_text if row[0] == number):
            assert np.array_equal(picture == value, rle.decode(mask))
        assert np.array_equal(picture == 4002, clip.masks[int(path.stem)][PAIR] & (picture != 4003))


def test_numbers_that_do_not_fit_are_refused(clip, tmp_path):
    far = replace(clip, request=replace(clip.request, objects=(replace(OBJECTS[0], object_id=999),)))
    for name in ("mots", "mots_png"):
        with pytest.raises(InvalidInput, match="no room for object 1000"):
            exported(far, name, tmp_path)
    many = tuple(replace(OBJECTS[0], object_id=number, name=f"n{number}", class_id=None) for number in range(64))
    with pytest.raises(InvalidInput, match="no room for object 63"):
        exported(replace(clip, request=replace(clip.request, objects=many)), "mots_png", tmp_path)


def test_lines_of_labels_pass_over_the_number_of_what_is_ignored(clip, tmp_path):
    many = tuple(replace(OBJECTS[0], object_id=number, name=f"n{number}", class_id=None) for number in range(9))
    request = replace(clip.request, objects=many)
    folder = exported(replace(clip, request=request), "mots_png", tmp_path, ExportOptions({"images": False}))
    labels = (folder / "train/instances/labels.txt").read_text().split()
    assert labels == ["car", "pedestrian", *(f"n{number}" for number in range(7)), "ignored", "n7", "n8"]
    values = [one["value"] for one in json.loads((folder / "notes.json").read_text())["objects"]]
    assert values[6:] == [9007, 11008, 12009]
