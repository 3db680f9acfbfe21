"""The window around an object: its size, and the way of masks into it and back."""

import numpy as np
from moving_shapes import disc, iou

from masklet.engine.flow.region import around, still_fits, window


def test_cost_does_not_grow_with_the_frame():
    small = around((300, 200, 400, 300), 854, 480, 256)
    large = around((1200, 800, 1600, 1200), 3416, 1920, 256)
    for region in (small, large):
        assert abs(np.sqrt(region.width * region.height) - 256) < 12


def test_small_objects_are_zoomed_but_not_beyond_the_limit():
    region = around((100, 100, 110, 112), 854, 480, 256)
    assert region.zoom == np.clip(region.zoom, 2.4, 2.6)


def test_the_window_stays_in_the_frame():
    region = around((0, 0, 30, 470), 854, 480, 256)
    assert region.extent[0] == 0
    assert region.extent[1] == 0
    assert region.extent[3] == 480


def test_a_mask_survives_the_way_in_and_out():
    mask = disc(480, 854, 420, 250, 90)
    region = around((330, 160, 511, 341), 854, 480, 224)
    back = region.paste(region.enlarge(region.crop_mask(mask)) > 0.5, 480, 854)
    assert iou(mask, back) > 0.98


def test_a_soft_mask_is_carried_to_another_window_in_place():
    mask = disc(480, 854, 420, 250, 60)
    old, new = window((300, 150, 540, 350), 200), window((330, 130, 600, 380), 240)
    carried = new.carry(old.crop_mask(mask), old)
    assert np.abs(carried - new.crop_mask(mask)).mean() < 0.01


def test_what_the_old_window_did_not_see_is_no_object():
    old, new = window((0, 0, 50, 50), 50), window((200, 200, 260, 260), 60)
    assert new.carry(np.ones((50, 50), np.float32), old).max() == 0


def test_a_window_is_kept_while_it_fits():
    region = window((100, 100, 300, 300), 200)
    assert still_fits(region, window((105, 98, 306, 301), 200))
    assert not still_fits(region, window((130, 100, 330, 300), 200))
