"""The palette: the same as the contract's, and as far apart as its search says."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from masklet.masks import palette

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def search():
    spec = importlib.util.spec_from_file_location("palette_search", ROOT / "docs/palette_search.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_contract_holds_the_same_colours():
    assert list(palette.COLOURS) == json.loads((ROOT / "contract/palette.json").read_text())["colours"]


def test_colours_are_apart_under_every_vision(search):
    colours = np.array([palette.rgb(value) for value in palette.COLOURS], float)
    assert len(colours) == 32
    assert search.least(colours[:8]) > 0.10
    assert search.least(colours[:16]) > 0.07
    assert search.least(colours) > 0.05


def test_a_palette_with_twins_for_deuteranopes_is_noticed(search):
    red_and_green = np.array([[0x9C, 0x5A, 0x2D], [0x6E, 0x6E, 0x2D]], float)
    assert search.least(red_and_green) < 0.05


def test_colours_come_round_again():
    assert palette.colour(0) == palette.COLOURS[0]
    assert palette.colour(33) == palette.COLOURS[1]


@pytest.mark.parametrize("value", ["#12345", "123456", "#12345g", "red"])
def test_rgb_refuses_what_is_no_colour(value):
    with pytest.raises(ValueError):  # noqa: PT011
        palette.rgb(value)
