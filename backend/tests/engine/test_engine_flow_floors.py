"""Floors of quality and time on true masks: a generated clip always, a real one where it is there."""

import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from moving_shapes import Clip, iou, moving_discs, texture

from masklet.domain.prompt import Point, Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass
from masklet.engine.flow.engine import FlowEngine
from masklet.masks import rle

DAVIS = Path(__file__).resolve().parents[4] / "shared" / "davis"
SEQUENCE = "dog"


def generated() -> Clip:
    return moving_discs(15)


def real() -> Clip:
    folder = DAVIS / "JPEGImages" / "480p" / SEQUENCE
    if not folder.is_dir():
        pytest.skip(f"no real clips here: {folder} is missing")
    names = sorted(folder.glob("*.jpg"))[:15]
    masks = [DAVIS / "Annotations" / "480p" / SEQUENCE / f"{name.stem}.png" for name in names]
    frames = [cv2.cvtColor(cv2.imread(str(name)), cv2.COLOR_BGR2RGB) for name in names]
    return Clip(frames, [[cv2.imread(str(name), 0) > 0 for name in masks]])


@pytest.mark.parametrize(("make", "floor"), [(generated, 0.95), (real, 0.85)])
def test_tracking_from_a_good_mask(make, floor):
    clip = make()
    tracker = FlowEngine().open(clip)
    tracker.add_prompt(0, 0, Prompt(mask=rle.encode(clip.masks[0][0])), None)
    last = clip.frame_count - 1
    steps = list(tracker.propagate(Pass(0, last, Direction.FORWARD, (0,))))
    overlaps = [iou(rle.decode(s.masks[0].rle), clip.masks[0][s.frame_index]) for s in steps[1:]]
    assert np.mean(overlaps) > floor


def test_a_first_click_at_720p_takes_less_than_a_second_of_one_core():
    frame = texture(720, 1280, (70, 90, 130), 1)
    cv2.circle(frame, (700, 300), 120, (210, 120, 50), -1)
    tracker = FlowEngine().open(Clip([frame], []))
    start = time.process_time()
    made = tracker.add_prompt(0, 0, Prompt((Point(690, 310, 1),)), None)
    assert time.process_time() - start < 1.0
    assert rle.area(made.rle) == pytest.approx(np.pi * 120**2, rel=0.1)
