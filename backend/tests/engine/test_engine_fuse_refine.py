"""Cues become a decision: fusion, refinement to edges, specks, and the score of presence."""

import numpy as np
import pytest
from moving_shapes import disc, iou

from masklet.engine.flow import fuse, refine
from masklet.engine.flow.presence import Presence
from masklet.engine.flow.region import window

SHAPE = (80, 100)
INSIDE = disc(80, 100, 50, 40, 18)
SIGNED = np.where(INSIDE, 1, -1).astype(np.float32)
NOTHING = np.zeros(SHAPE, np.float32)


def test_agreeing_cues_are_surer_than_one_alone():
    warped = INSIDE.astype(np.float32)
    trusted = fuse.log_odds(fuse.Cues(warped, np.ones(SHAPE, np.float32), SIGNED, SIGNED, 2 * SIGNED, SIGNED))
    alone = fuse.log_odds(fuse.Cues(warped, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING))
    assert ((trusted > 0) == INSIDE).mean() > 0.99
    assert trusted[40, 50] > alone[40, 50] > 0


def test_the_classifier_overrules_an_untrusted_warp():
    moved = disc(80, 100, 58, 40, 18).astype(np.float32)
    odds = fuse.log_odds(fuse.Cues(moved, NOTHING, SIGNED, SIGNED, 2 * SIGNED, NOTHING))
    assert iou(odds > 0, INSIDE) > 0.9


def test_probability_stays_in_range():
    soft = fuse.probability(np.array([[-1e6, 0, 1e6]], np.float32))
    assert soft[0, 1] == pytest.approx(0.5)
    assert soft.min() >= 0
    assert soft.max() <= 1


def test_a_blurred_mask_snaps_to_the_picture_s_edge():
    frame = np.where(INSIDE[..., None], np.uint8([200, 180, 160]), np.uint8([40, 60, 50])).astype(np.uint8)
    rough = disc(80, 100, 52, 41, 18).astype(np.float32)  # two pixels off
    guide = refine.lightness(frame)
    refined = refine.decide(refine.apply(refine.fit(guide, rough), guide) > 0.5)
    assert iou(refined, INSIDE) > iou(rough > 0.5, INSIDE) + 0.05


def test_refinement_goes_back_to_the_frame_s_own_resolution():
    inside = disc(240, 300, 150, 120, 60)
    frame = np.where(inside[..., None], 200, 50).astype(np.uint8).repeat(3, axis=2)
    region = window((50, 20, 250, 220), 64)
    model = refine.fit(refine.lightness(region.crop(frame)), region.crop_mask(inside))
    mask = region.paste(refine.decide(refine.full_size(model, region, frame) > 0.5), 240, 300)
    assert iou(mask, inside) > 0.99


def test_specks_and_pinholes_go():
    soft = INSIDE.astype(np.float32)
    soft[5, 5] = 1
    soft[40, 50] = 0
    assert iou(refine.decide(soft > 0.5), INSIDE) == 1


def test_parts_that_are_specks_or_far_from_where_the_object_was_are_strays():
    soft = np.pad(INSIDE.astype(np.float32), ((0, 0), (0, 100)))
    warped = soft.copy()
    soft[5, 5] = 1
    soft[60:70, 80:90] = 1  # as large as this, and near enough to be a part that came out from behind something
    soft[60:80, 170:190] = 1  # nowhere near where the object was
    strays = refine.strays(soft, warped, np.zeros_like(soft))
    assert strays[5, 5]
    assert strays[70, 180]
    assert not strays[65, 85]
    assert not strays[40, 60]


def test_a_part_beside_the_object_that_moves_with_the_ground_is_a_stray():
    soft = np.pad(INSIDE.astype(np.float32), ((0, 0), (0, 40)))
    soft[30:50, 85:100] = 1
    moving = np.full(soft.shape, -2, np.float32)
    assert refine.strays(soft, soft, moving)[40, 90]
    assert not refine.strays(soft, soft, moving)[40, 50]  # the largest part stays
    assert not refine.strays(soft, soft, 0 * moving).any()  # no evidence, no verdict


def test_a_model_without_some_pixels_answers_nothing_there():
    model = refine.EdgeModel(np.ones((40, 60), np.float32), np.ones((40, 60), np.float32))
    dropped = np.zeros((20, 30), np.bool_)
    dropped[5, 6] = True
    soft = refine.apply(refine.without(model, dropped), np.ones((40, 60), np.float32))
    assert soft[10, 12] == 0
    assert soft[30, 40] == 1


def test_presence_is_high_for_the_object_and_low_for_something_else():
    presence = Presence()
    presence.learn(0.8 * SIGNED, INSIDE.astype(np.float32), 1000)
    assert presence.visible(0.7 * SIGNED, INSIDE.astype(np.float32), 990) > 0.9
    assert presence.visible(-0.2 * SIGNED, INSIDE.astype(np.float32), 990) < 0.1


def test_presence_of_almost_nothing_is_zero():
    presence = Presence()
    presence.learn(0.8 * SIGNED, INSIDE.astype(np.float32), 1000)
    assert presence.visible(SIGNED, NOTHING, 0) == 0
    assert presence.visible(SIGNED, INSIDE.astype(np.float32), 5) == 0
