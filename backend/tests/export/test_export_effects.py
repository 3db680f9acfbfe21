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
from masklet.export.effects.effect import SOFT_EDGES
from masklet.export.effects.seen import Shot
from masklet.export.effects.stack import draw, parse_stack
from masklet.export.labels import colour_table, flatten

CONTRACT = Path(__file__).parents[3] / "contract/effects"
GOLDEN = json.loads((CONTRACT / "golden.json").read_text())
NO_EFFECTS = {"golden", "soft_edges", "stickers", "font"}
OUTLIERS = 0.002  # edges of text, rays and nearest labels may fall on the other side


def picture(name):
    return np.asarray(Image.open(CONTRACT / name))


@pytest.fixture(scope="module")
def objects():
    return [TrackedObject(index, entry["name"], entry["colour"]) for index, entry in enumerate(GOLDEN["objects"])]


@pytest.fixture(scope="module")
def before(objects):
    maps = {int(frame): flattened(index_masks(masks), objects) for frame, masks in GOLDEN["before"].items()}
    return lambda frames: maps.get(GOLDEN["frameIndex"] - frames)


def index_masks(rles):
    return {index: ObjectMask(Rle(*entry["size"], entry["counts"]), 1.0) for index, entry in enumerate(rles)}


def flattened(masks, objects):
    return flatten(FrameMasks(0, masks), objects, 90, 160)


def shot(frame, labels, objects, before=lambda _: None):
    names = [tracked.name for tracked in objects]
    return Shot(frame, labels, colour_table(objects), names, GOLDEN["frameIndex"], before)


def stack_of(layers):
    listed = [
        {"effect": {"name": each["effect"], "values": each["values"]}, "objectIds": each["objectIds"]}
        for each in layers
    ]
    return parse_stack(json.dumps(listed))


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["expected"])
def test_golden_pictures(case, objects, before):
    frame, labels = picture(GOLDEN["frame"]), picture(GOLDEN["labels"])
    kept = frame.copy()
    out = draw(shot(frame, labels, objects, before), stack_of(case["layers"]), range(len(objects)))
    difference = np.abs(out.astype(int) - picture(case["expected"]))
    print(case["expected"], difference.max(), difference.mean())
    assert out.dtype == np.uint8
    assert (difference > case["tolerance"]).mean() <= OUTLIERS
    assert difference.mean() < 1
    assert np.array_equal(frame, kept)


def test_every_effect_has_golden_pictures():
    drawn = {layer["effect"] for case in GOLDEN["cases"] for layer in case["layers"]}
    assert drawn == {effect.name for effect in registry.EFFECTS}


def test_flattening_gives_the_golden_label_map(objects):
    masks = index_masks([entry["rle"] for entry in GOLDEN["objects"]])
    labels = flattened(masks, objects)
    assert np.array_equal(labels, picture(GOLDEN["labels"]))
    below = flattened(masks, objects[::-1])
    assert not np.array_equal(labels, 4 - below.astype(int))


def row(parameter):
    found = {name: getattr(parameter, name) for name in ("name", "title", "kind", "default")}
    for name in ("minimum", "maximum", "step"):
        if getattr(parameter, name) is not None:
            found[name] = getattr(parameter, name)
    return found | ({"choices": list(parameter.choices)} if parameter.choices else {})


def table(effect):
    flags = {name: True for name in ("reach", "everywhere", "edgeless") if getattr(effect, name)}
    words = {name: getattr(effect, name) for name in ("name", "title", "description", "on")}
    return words | flags | {"parameters": [row(parameter) for parameter in effect.parameters]}


@pytest.mark.parametrize("effect", registry.EFFECTS, ids=lambda effect: effect.name)
def test_the_table_is_the_contracts(effect):
    contract = json.loads((CONTRACT / f"{effect.name}.json").read_text())
    del contract["maths"]
    assert table(effect) == contract


def test_soft_edges_are_the_contracts():
    contract = json.loads((CONTRACT / "soft_edges.json").read_text())
    assert [row(parameter) for parameter in SOFT_EDGES] == contract["parameters"]


def test_the_contract_has_no_other_effect():
    files = {path.stem for path in CONTRACT.glob("*.json")} - NO_EFFECTS
    assert files == {effect.name for effect in registry.EFFECTS}


@pytest.mark.parametrize("effect", registry.EFFECTS, ids=lambda effect: effect.name)
@pytest.mark.parametrize("size", [(1, 1), (3, 5), (37, 50)])
@pytest.mark.parametrize("soft", [{}, {"feather": 10, "grow": 3}])
def test_any_size_without_objects_and_all_object(effect, size, soft, objects):
    frame = np.random.default_rng(1).integers(0, 256, (*size, 3), np.uint8)
    values = {} if effect.edgeless else soft
    stack = stack_of([{"effect": effect.name, "values": values, "objectIds": None}])
    outs = []
    for label in (0, 2):
        labels = np.full(size, label, np.uint8)
        outs.append(draw(shot(frame, labels, objects), stack, range(len(objects))))
        assert outs[-1].shape == frame.shape
        assert outs[-1].dtype == np.uint8
    untouched = outs[1] if effect.on == "background" else outs[0]
    assert np.array_equal(untouched, frame) or effect.name == "spotlight"


def test_unknown_effect():
    with pytest.raises(UnknownExport, match="sparkle"):
        registry.get("sparkle")
