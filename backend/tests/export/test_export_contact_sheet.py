"""Contact sheet: the right frames in their cells, masks over them, captions below."""

import cv2
import numpy as np
import pytest
from hard_clip import FRAMES, HEIGHT, PAIR, RING, WIDTH, exported, hard_clip
from PIL import Image

from masklet.domain.errors import UnknownExport
from masklet.domain.export_options import ExportOptions
from masklet.export.formats.contact_sheet import CAPTION, GAP, PAPER

HIGH = HEIGHT + CAPTION + 2 * GAP


@pytest.fixture(scope="module")
def hard(tmp_path_factory):
    return hard_clip(tmp_path_factory.mktemp("hard"))


def sheet_of(hard, folder, options):
    out = exported(hard, "contact_sheet", folder, options)
    with Image.open(out) as image:
        assert image.format == "PNG"
        return np.asarray(image.convert("RGB"))


def cell(sheet, row, column):
    top, left = GAP + row * HIGH, GAP + column * (WIDTH + GAP)
    return sheet[top : top + HIGH - GAP, left : left + WIDTH]


def blue(picture):
    """Which frame it is: its blue is 20 x the frame index, seen where no object ever is."""
    return round(float(picture[49:59, 16:44, 2].mean()) / 20)


def test_frames_are_chosen_evenly_first_and_last_among_them(hard, tmp_path):
    sheet = sheet_of(hard, tmp_path, ExportOptions({"pictures": 5, "columns": 3}))
    assert sheet.shape == (2 * HIGH + GAP, 3 * (WIDTH + GAP) + GAP, 3)
    found = [blue(cell(sheet, place // 3, place % 3)) for place in range(5)]
    assert found == [0, 2, 4, 5, 7]
    assert (cell(sheet, 1, 2) == PAPER).all()


def test_masks_are_over_the_pictures_and_captions_below(hard, tmp_path):
    sheet = sheet_of(hard, tmp_path, ExportOptions({"pictures": 1}))
    picture = cell(sheet, 0, 0)
    frame = blue(picture)
    assert frame == FRAMES // 2
    shown = hard.masks[frame][RING] & ~hard.masks[frame][PAIR]  # which lies on top
    inner = cv2.erode(shown.astype(np.uint8), np.ones((7, 7))).astype(bool)  # without the contour
    inside = picture[:HEIGHT][inner].mean(0)
    y, x = np.nonzero(inner)
    before = np.array([2 * x.mean(), 3 * y.mean(), 20 * frame])
    expected = 0.55 * before + 0.45 * np.array([0x3B, 0x9D, 0xFF])
    assert np.abs(inside - expected).max() < 12
    caption = picture[HEIGHT + GAP // 2 : HEIGHT + GAP // 2 + CAPTION]
    assert (caption > 200).any()
    assert (picture[HEIGHT + CAPTION + GAP // 2 :] == PAPER).all()


def test_a_part_of_the_clip_shows_its_frames_at_most_once(hard, tmp_path):
    sheet = sheet_of(hard, tmp_path, ExportOptions({"pictures": 50, "columns": 20, "width": 640}, 1, 7, None, 3))
    assert sheet.shape == (HIGH + GAP, 3 * (WIDTH + GAP) + GAP, 3)
    assert [blue(cell(sheet, 0, place)) for place in range(3)] == [1, 4, 7]


def test_only_the_chosen_objects_are_drawn(hard, tmp_path):
    options = {"pictures": 1}
    without = cell(sheet_of(hard, tmp_path / "a", ExportOptions(options, 0, 7, (PAIR,))), 0, 0)
    whole = cell(sheet_of(hard, tmp_path / "b", ExportOptions(options)), 0, 0)
    ring = hard.masks[4][RING] & ~hard.masks[4][PAIR]
    changed = np.abs(without[:HEIGHT].astype(int) - whole[:HEIGHT]).max(-1) > 10
    assert changed[ring].mean() > 0.8


@pytest.mark.parametrize("options", [{"pictures": 0}, {"columns": 1.5}, {"width": 10000}])
def test_options_have_bounds(hard, tmp_path, options):
    with pytest.raises(UnknownExport):
        sheet_of(hard, tmp_path, ExportOptions(options))
