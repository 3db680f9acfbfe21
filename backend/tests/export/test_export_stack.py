"""A stack of effects is read strictly; layers lie over each other and mean the objects that they name."""

import json

import numpy as np
import pytest

from masklet.domain.errors import UnknownExport
from masklet.export.effects.seen import Shot
from masklet.export.effects.stack import check_stack, default_stack, draw, parse_stack, previous_frames

FRAME = np.full((6, 8, 3), 100, np.uint8)
LABELS = np.zeros((6, 8), np.uint8)
LABELS[:, :2], LABELS[:, 2:4] = 1, 2
COLOURS = np.array([(0, 0, 0), (255, 0, 0), (0, 0, 255)], np.uint8)
IDS = (7, 3)


def layer(name, objects=None, enabled=True, **values):
    return {"id": "x", "effect": {"name": name, "values": values}, "objectIds": objects, "enabled": enabled}


def drawn(*layers):
    return draw(Shot(FRAME, LABELS, COLOURS, ("a", "b")), parse_stack(json.dumps(layers)), IDS)


def test_nothing_is_the_video():
    assert np.array_equal(drawn(), FRAME)
    assert np.array_equal(drawn(layer("erase", enabled=False)), FRAME)


def test_a_layer_means_the_objects_it_names():
    out = drawn(layer("erase", [3], colour="#00ff00"))
    assert (out[:, 2:4] == (0, 255, 0)).all()
    assert (out[:, :2] == 100).all()
    assert np.array_equal(drawn(layer("erase", [99])), FRAME)


def test_the_last_layer_lies_on_top():
    red, green = layer("erase", colour="#ff0000"), layer("erase", [7], colour="#00ff00")
    assert (drawn(red, green)[:, :2] == (0, 255, 0)).all()
    assert (drawn(green, red)[:, :2] == (255, 0, 0)).all()


def test_the_background_is_what_no_object_covers():
    out = drawn(layer("erase_background", [7], colour="#00ff00"))
    assert (out[:, 4:] == (0, 255, 0)).all()
    assert (out[:, :4] == 100).all()


def test_soft_edges_grow_and_feather():
    grown = drawn(layer("erase", [3], colour="#000000", grow=1))
    assert (grown[:, 4] == 0).all()
    assert (grown[:, 5] == 100).all()
    soft = drawn(layer("erase", [3], colour="#000000", feather=4))[3, :, 0]
    assert soft[4] > soft[3] > 0
    assert soft[7] == 100


def test_defaults_and_how_far_back():
    (overlay,) = parse_stack(default_stack("overlay"))
    assert overlay.values["opacity"] == 0.45
    assert previous_frames([overlay]) == 0
    assert previous_frames(parse_stack(json.dumps([layer("trail", ghosts=4, spacing=5)]))) == 20


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "not valid JSON"),
        ("{}", "must be a list"),
        (json.dumps([layer("erase")] * 33), "at most 32"),
        ('["erase"]', "damaged"),
        (json.dumps([layer("erase") | {"junk": 1}]), "damaged"),
        (json.dumps([layer("erase") | {"enabled": 1}]), "damaged"),
        ('[{"effect": "erase"}]', "name and values"),
        (json.dumps([layer("sparkle")]), "no effect called 'sparkle'"),
        (json.dumps([layer("erase", junk=1)]), "no option called 'junk'"),
        (json.dumps([layer("erase", colour="red")]), "Colour must be a colour"),
        (json.dumps([layer("erase", feather=41)]), "Feather must be a whole number from 0 to 40"),
        (json.dumps([layer("overlay", opacity=1.5)]), "Fill opacity must be a number from 0 to 1"),
        (json.dumps([layer("overlay", opacity=True)]), "Fill opacity"),
        (json.dumps([layer("overlay", opacity=float("nan"))]), "not valid JSON"),
        (json.dumps([layer("trail", feather=3)]), "no option called 'feather'"),
        (json.dumps([layer("erase", ["7"])]), "list of their ids"),
        (json.dumps([layer("erase", 7)]), "list of their ids"),
        (json.dumps([layer("erase_background", picture="http://x/y.png")]), "must be a PNG"),
        (json.dumps([layer("erase_background", picture="data:image/png;base64,@@")]), "damaged"),
        (json.dumps([layer("erase_background", picture="data:image/png;base64,AAAA")]), "damaged"),
    ],
)
def test_what_does_not_fit_is_refused(text, words):
    with pytest.raises(UnknownExport, match=words):
        parse_stack(text)


def test_all_layers_are_checked_where_only_those_that_are_on_are_drawn():
    off = layer("overlay", opacity=1.5) | {"enabled": False}
    assert parse_stack(json.dumps([off])) == ()
    with pytest.raises(UnknownExport, match="Fill opacity"):
        check_stack(json.dumps([off]))
    check_stack(json.dumps([layer("erase")]))
    with pytest.raises(UnknownExport, match="the same id"):
        check_stack(json.dumps([layer("erase"), layer("erase")]))
