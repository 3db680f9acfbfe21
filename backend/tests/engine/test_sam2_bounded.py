"""What the SAM 2 engine keeps does not grow with the clip: on the device nothing, on the host under 20 kB a frame and object."""

import sys

import numpy as np
import pytest
import torch
from sam2_cases import Clip, click, run, tracker_on

from masklet.engine.sam2.frame_features import FrameFeatures
from masklet.engine.sam2.logit_archive import COARSE_BYTES, CoarseArchive, ExactArchive

FRAMES = 60


def test_the_device_holds_prompted_frames_and_six_on_each_side(network):
    tracker = tracker_on(Clip(FRAMES), network)
    for object_id in (0, 1):
        tracker.add_prompt(object_id, 0, click(), None)
    run(tracker, 0, FRAMES - 1, (0, 1))
    for memory in tracker._tracking._objects.values():
        assert set(memory.prompted) == {0}
        assert set(memory.tracked._near) == set(range(FRAMES - 7, FRAMES))
        assert set(memory.tracked._leaving) == set(memory.tracked._near)
        assert len(memory.tracked._far) == FRAMES - 8
    run(tracker, 30, 20, (0, 1))
    for memory in tracker._tracking._objects.values():
        assert set(memory.tracked._near) <= set(range(14, 27))
    tracker.close()


def test_the_host_keeps_little_of_other_frames(network):
    tracker = tracker_on(Clip(FRAMES), network)
    tracker.add_prompt(0, 0, click(), None)
    run(tracker, 0, FRAMES - 1)
    memory = tracker._tracking._objects[0]
    for trace in memory.tracked._far.values():
        assert trace.pointer.nbytes <= 1024
    for _, _, packed in tracker._tracking._archive._kept.values():
        assert len(packed) + 1024 + sys.getsizeof(0) < 20_000
    tracker.close()
    assert tracker._tracking._archive._kept == {}


@pytest.mark.parametrize("noise", [0.0, 20.0])
def test_coarse_logits_are_small_whatever_they_hold(noise):
    archive = CoarseArchive()
    yy, xx = np.mgrid[:256, :256]
    logits = torch.from_numpy(60 - np.hypot(yy - 128, xx - 100)).float()[None, None]
    logits = logits + noise * torch.randn(logits.shape, generator=torch.Generator().manual_seed(1))
    archive.put((1, 2), logits)
    assert len(archive._kept[1, 2][2]) <= COARSE_BYTES
    again = archive.get((1, 2))
    assert again.shape == logits.shape
    if noise == 0:
        assert ((again > 0) == (logits > 0)).float().mean() > 0.999
    archive.drop((1, 2))
    assert archive.get((1, 2)) is None


def test_exact_logits_come_back_and_places_are_used_again():
    archive = ExactArchive()
    first, second = torch.randn(2, 1, 1, 32, 32).unbind()
    archive.put((0, 0), first)
    archive.put((0, 1), second)
    assert torch.allclose(archive.get((0, 0)), first, atol=4e-3)
    archive.drop((0, 0))
    archive.put((5, 9), second)
    assert torch.allclose(archive.get((5, 9)), second, atol=4e-3)
    assert archive._end == 2 * 2 * 32 * 32
    archive.close()


def test_kept_features_are_bounded_by_bytes(network):
    clip = Clip()
    features = FrameFeatures(network, clip.read, 128, cache_bytes=0)
    one = features.clicked(0).nbytes
    features = FrameFeatures(network, clip.read, 128, cache_bytes=3 * one)
    for at in range(8):
        features.clicked(at)
    assert features.kept_bytes == 3 * one
    assert [features.is_kept(at) for at in (0, 4, 5, 6, 7)] == [False, False, True, True, True]
    features.close()
    assert features.kept_bytes == 0
