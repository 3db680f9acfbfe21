"""Each effect against the golden pictures, which are drawn by a plain reading of its words, and its table against the contract."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from masklet.domain.errors import UnknownExport
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.session import TrackedObject
from masklet.export.effects import registry
from masklet.export.labels import colour_table, flatten

CONTRACT = Path(__file__).parents[3] / "contract/effects"
GOLDEN = json.loads((CONTRACT / "golden.json").read_text())


def picture(name):
    return np.asarray(Image.open(CONTRACT / name))


@pytest.fixture(scope="module")
def objects():
    return [TrackedObject(index, str(index), entry["colour"]) for index, entry in enumerate(GOLDEN["objects"])]


def applied(case, frame, labels, objects):
    effect = registry.get(case["effect"])
    return effect.apply(frame, labels, colour_table(objects), case["values"])


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["expected"])
def test_golden_pictures(case, objects):
    frame, labels = picture(GOLDEN["frame"]), picture(GOLDEN["labels"])
    before = frame.copy()
    out = applied(case, frame, labels, objects)
    difference = np.abs(out.astype(int) - picture(case["expected"]))
    assert out.dtype == np.uint8
    assert difference.max() <= case["tolerance"]
    assert np.array_equal(frame, before)


def test_every_effect_has_golden_pictures():
    assert {case["effect"] for case in GOLDEN["cases"]} == {effect.name for effect in registry.EFFECTS}


def test_flattening_gives_the_golden_label_map(objects):
    masks = {
        index: ObjectMask(Rle(*entry["rle"]["size"], entry["rle"]["counts"]), 1.0)
        for index, entry in enumerate(GOLDEN["objects"])
    }
    labels = flatten(FrameMasks(0, masks), objects, 90, 160)
    assert np.array_equal(labels, picture(GOLDEN["labels"]))
    below = flatten(FrameMasks(0, masks), objects[::-1], 90, 160)
    assert not np.array_equal(labels, 4 - below.astype(int))


def table(effect):
    rows = []
    for parameter in effect.parameters:
        row = {name: getattr(parameter, name) for name in ("name", "title", "kind", "default")}
        for name in ("minimum", "maximum", "step"):
            if getattr(parameter, name) is not None:
                row[name] = getattr(parameter, name)
        rows.append(row | ({"choices": list(parameter.choices)} if parameter.choices else {}))
    return {"name": effect.name, "title": effect.title, "description": effect.description, "parameters": rows}


@pytest.mark.parametrize("effect", registry.EFFECTS, ids=lambda effect: effect.name)
def test_the_table_is_the_contracts(effect):
    contract = json.loads((CONTRACT / f"{effect.name}.json").read_text())
    del contract["maths"]
    assert table(effect) == contract


def test_the_contract_has_no_other_effect():
    files = {path.stem for path in CONTRACT.glob("*.json")} - {"golden"}
    assert files == {effect.name for effect in registry.EFFECTS}


@pytest.mark.parametrize("effect", registry.EFFECTS, ids=lambda effect: effect.name)
@pytest.mark.parametrize("size", [(1, 1), (3, 5), (37, 50)])
def test_any_size_without_objects_and_all_object(effect, size, objects):
    frame = np.random.default_rng(1).integers(0, 256, (*size, 3), np.uint8)
    values = {parameter.name: parameter.default for parameter in effect.parameters}
    for label in (0, 2):
        labels = np.full(size, label, np.uint8)
        out = effect.apply(frame, labels, colour_table(objects), values)
        assert out.shape == frame.shape
        keeps = {"overlay": label == 0, "erase": label == 0}.get(effect.name, label != 0)
        one_pixel_blurred = effect.name == "blur_background" and size == (1, 1)
        assert np.array_equal(out, frame) == (keeps or one_pixel_blurred)


def test_unknown_effect():
    with pytest.raises(UnknownExport, match="glow"):
        registry.get("glow")
