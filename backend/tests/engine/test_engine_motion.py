"""Optical flow with its trust, and motion of the object against its surroundings."""

import numpy as np
from moving_shapes import disc, texture

from masklet.engine.flow import relative_motion
from masklet.engine.flow.optical_flow import MotionEstimator, sample


def test_flow_finds_a_shift_and_trusts_it():
    before = texture(120, 140, (120, 110, 100), 5, 40)
    after = np.roll(before, (2, 4), axis=(0, 1))
    motion = MotionEstimator().estimate(before, after)
    inner = motion.to_previous[20:-20, 20:-20]
    assert np.abs(inner - np.array([-4, -2])).mean() < 0.3
    assert motion.trust[20:-20, 20:-20].mean() > 0.9


def test_flow_is_not_trusted_where_nothing_corresponds():
    before, after = texture(120, 140, (120, 110, 100), 5, 40), texture(120, 140, (120, 110, 100), 6, 40)
    assert MotionEstimator().estimate(before, after).trust.mean() < 0.6


def test_a_mask_is_warped_along():
    vectors = np.zeros((60, 80, 2), np.float32)
    vectors[..., 0] = -10
    warped = sample(disc(60, 80, 30, 30, 12).astype(np.float32), vectors)
    assert ((warped > 0.5) == disc(60, 80, 40, 30, 12)).mean() > 0.99


def test_relative_motion_separates_what_moves_differently():
    inside = disc(60, 80, 40, 30, 14)
    vectors = np.where(inside[..., None], np.float32([3, 1]), np.float32([-1, 0])).astype(np.float32)
    evidence = relative_motion.judge(vectors, np.ones((60, 80), np.float32), inside.astype(np.float32))
    assert evidence[inside].mean() > 1.5
    assert evidence[~inside].mean() < -1.5


def test_relative_motion_says_nothing_without_evidence():
    still = np.zeros((40, 40, 2), np.float32)
    inside = disc(40, 40, 20, 20, 10).astype(np.float32)
    assert np.abs(relative_motion.judge(still, np.ones((40, 40), np.float32), inside)).max() < 0.05
    assert not relative_motion.judge(still, np.zeros((40, 40), np.float32), inside).any()
