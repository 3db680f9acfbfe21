"""Tracks in clips that are hard in one way each, and the bounds of their cost: frame size, object size, number, length."""

import time
from itertools import pairwise

import numpy as np
import pytest
from moving_shapes import back_elsewhere, behind_a_wall, deforming, disc, iou, look_alikes, moving_discs, paint, texture

from masklet.engine.flow.effort import ALONE, LEAST_WORK_SIZE, shared_by
from masklet.engine.flow.optical_flow import MotionEstimator
from masklet.engine.flow.track import Track


def tracked(frames, first, effort=ALONE):
    track = Track(first.shape[1], first.shape[0], MotionEstimator(), effort)
    track.learn(frames[0], first)
    track.show(first)
    return [track.step(before, now) for before, now in pairwise(frames)]


def overlaps(clip, effort=ALONE):
    found = tracked(clip.frames, clip.masks[0][0], effort)
    return [iou(f.mask, m) for f, m in zip(found, clip.masks[0][1:], strict=True)]


@pytest.mark.parametrize(("make", "floor"), [(look_alikes, 0.9), (deforming, 0.85), (moving_discs, 0.95)])
def test_floor_on_a_hard_clip(make, floor):
    assert np.mean(overlaps(make())) > floor


def test_many_objects_get_smaller_windows_and_are_still_tracked():
    assert shared_by(1) == ALONE
    sizes = [shared_by(n).work_size for n in range(1, 30)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == LEAST_WORK_SIZE
    assert np.mean(overlaps(moving_discs(8), shared_by(10))) > 0.9


def test_an_object_that_left_is_absent_and_found_again_elsewhere():
    clip = back_elsewhere()
    found = tracked(clip.frames, clip.masks[0][0])
    for t in range(10, 14):
        assert not found[t - 1].mask.any()
        assert found[t - 1].score == 0
    assert iou(found[-1].mask, clip.masks[0][-1]) > 0.8
    assert found[-1].score > 0.5


def test_a_hidden_object_is_not_guessed():
    clip = behind_a_wall()
    found = tracked(clip.frames, clip.masks[0][0])
    hidden = [t for t, m in enumerate(clip.masks[0]) if not m.any()]
    assert np.mean([found[t - 1].mask.any() for t in hidden]) < 0.2
    assert iou(found[-1].mask, clip.masks[0][-1]) > 0.8


def test_an_object_of_six_pixels():
    ground, sprite = texture(120, 160, (70, 90, 130), 1, 8), texture(120, 160, (250, 120, 20), 2, 5)
    masks = []
    for t in range(8):
        mask = np.zeros((120, 160), np.bool_)
        mask[60:62, 60 + t : 63 + t] = True
        masks.append(mask)
    found = tracked([paint(ground, sprite, m, 0, 0) for m in masks], masks[0])
    assert all(f.mask.any() for f in found)
    assert np.mean([iou(f.mask, m) for f, m in zip(found, masks[1:], strict=True)]) > 0.4


def test_an_object_that_covers_the_whole_frame():
    frames = [np.roll(texture(120, 160, (210, 120, 50), 2), 2 * t, axis=1) for t in range(5)]
    for f in tracked(frames, np.ones((120, 160), np.bool_)):
        assert f.mask.shape == (120, 160)
        assert 0 <= f.score <= 1


def test_a_4k_frame_costs_little_more_than_a_small_one():
    def cost(scale):
        base = moving_discs(4, speed=2.0)
        frames = [np.kron(f, np.ones((scale, scale, 1), np.uint8)) for f in base.frames]
        first = np.kron(base.masks[0][0], np.ones((scale, scale), np.bool_))
        start = time.process_time()
        found = tracked(frames, first)
        assert iou(found[-1].mask, np.kron(base.masks[0][3], np.ones((scale, scale), np.bool_))) > 0.9
        return time.process_time() - start

    assert cost(14) < 4 * cost(3)  # 2800 x 2100 and 600 x 450: 22 times the pixels


def test_what_a_track_holds_does_not_grow():
    ground, sprite = texture(90, 120, (70, 90, 130), 1), texture(90, 120, (210, 120, 50), 2)
    masks = [disc(90, 120, 60 + 8 * np.sin(t / 5), 45, 14) for t in range(40)]
    frames = [paint(ground, sprite, m, 60, 45) for m in masks]
    track = Track(120, 90, MotionEstimator())
    track.learn(frames[0], masks[0])
    track.show(masks[0])
    held = []
    for k in range(39):
        track.step(frames[k], frames[k + 1])
        held.append(size_of(track))
    assert max(held[20:]) <= 1.2 * max(held[5:20])


def size_of(thing, seen=None):
    """Bytes of the arrays that an object leads to."""
    seen = set() if seen is None else seen
    if id(thing) in seen:
        return 0
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        return thing.nbytes
    names = [n for c in type(thing).__mro__ for n in getattr(c, "__slots__", ())]
    inner = [getattr(thing, n) for n in names if hasattr(thing, n)] + list(getattr(thing, "__dict__", {}).values())
    inner += list(thing) if isinstance(thing, list | tuple | set) else []
    return sum(
        size_of(i, seen) for i in inner if type(i).__module__.startswith(("masklet", "numpy")) or isinstance(i, tuple)
    )
