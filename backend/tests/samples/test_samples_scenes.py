"""The generated scenes: deterministic, with true masks, an occlusion, a look-alike and a small object."""

import hashlib
import itertools

import numpy as np
import pytest

from masklet.samples.scenes import SCENES, scene

SMALL = (320, 180)
EVERY = pytest.mark.parametrize("scene", SCENES, ids=lambda each: each.name)


def areas(scene):
    """Visible pixels of each object over time."""
    each = [[int(mask.sum()) for mask in masks.values()] for _, masks in scene.frames(*SMALL, step=4)]
    return [list(series) for series in zip(*each, strict=True)]


def test_there_are_at_least_three_scenes_of_five_to_six_seconds():
    assert len({each.name for each in SCENES}) == len(SCENES) >= 3
    for each in SCENES:
        assert 5 <= each.frame_count / each.frame_rate <= 6
        assert scene(each.name) is each


@EVERY
@pytest.mark.parametrize("size", [SMALL, (200, 200), (90, 160)])
def test_frames_and_masks_fit_any_size(scene, size):
    width, height = size
    made = list(scene.frames(width, height, 3, start=10, step=20))
    assert len(made) == 3
    for frame, masks in made:
        assert (frame.shape, frame.dtype) == ((height, width, 3), np.uint8)
        assert list(masks) == list(range(len(scene.object_names)))
        assert all((mask.shape, mask.dtype) == ((height, width), np.bool_) for mask in masks.values())


@EVERY
def test_the_same_call_gives_the_same_bytes_in_any_order(scene):
    def digest(frames):
        return [
            hashlib.sha256(f.tobytes() + b"".join(m.tobytes() for m in ms.values())).hexdigest() for f, ms in frames
        ]

    once = digest(scene.frames(*SMALL, 3, start=30))
    assert once == digest(scene.frames(*SMALL, 3, start=30))
    assert once[2:] == digest(scene.frames(*SMALL, 1, start=32))
    assert len(set(once)) == 3


@EVERY
def test_no_pixel_belongs_to_two_objects(scene):
    for _, masks in scene.frames(*SMALL, step=12):
        assert np.sum(list(masks.values()), axis=0).max() <= 1


@EVERY
def test_an_object_is_hidden_and_comes_back(scene):
    hidden = []
    for seen in areas(scene):
        least = seen.index(min(seen[3:-3]), 3)
        hidden.append(min(seen[3:-3]) < 0.35 * max(seen) and max(seen[least:]) > 0.8 * max(seen[:least]) > 0)
    assert any(hidden)


@EVERY
def test_one_object_is_small_and_two_look_alike(scene):
    frame, masks = next(scene.frames(*SMALL, 1, start=45))
    share = {object_id: mask.mean() for object_id, mask in masks.items()}
    assert 0 < min(share.values()) < 0.004
    colours = {object_id: frame[mask].mean(axis=0) for object_id, mask in masks.items() if mask.any()}
    apart = [np.abs(colours[a] - colours[b]).max() for a, b in itertools.combinations(colours, 2)]
    assert min(apart) < 30


@EVERY
def test_masks_lie_where_the_object_is_painted(scene):
    """Between two frames, what a mask leaves changes: the mask follows the pixels."""
    (first, before), (second, after) = scene.frames(*SMALL, 2, start=20, step=24)
    change = np.abs(first.astype(int) - second).max(axis=-1)
    for object_id in before:
        left = before[object_id] & ~np.any(list(after.values()), axis=0)
        if left.sum() > 20:
            assert np.median(change[left]) > 20
