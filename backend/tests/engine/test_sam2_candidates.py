"""What a first click may mean to SAM 2, on a small random network: by predicted overlap, nothing remembered."""

import pytest
import torch
from sam2_cases import HEIGHT, WIDTH, Clip, click, run, tracker_on

from masklet.domain.errors import InvalidPrompt, VideoUnreadable
from masklet.domain.masklet import ObjectMask
from masklet.domain.prompt import Box, Point, Prompt
from masklet.domain.tracking import PromptedFrame
from masklet.engine.sam2.at_device import TrackerAtDevice
from masklet.engine.sam2.device import Device
from masklet.engine.sam2.prompt_tensors import different
from masklet.masks import rle

AWAY = Point(5, 5, 0)
BLOCK = rle.encode(torch.ones(HEIGHT, WIDTH, dtype=torch.bool).tril().numpy())


@pytest.fixture
def clip():
    return Clip()


@pytest.fixture
def tracker(clip, network):
    tracker = tracker_on(clip, network)
    yield tracker
    tracker.close()


@pytest.mark.parametrize(
    "prompt",
    [
        click(),
        Prompt((*click().points, AWAY)),
        Prompt((AWAY, *click().points)),
        Prompt((AWAY,)),
        Prompt((*click().points, Point(60, 50, 1))),
        Prompt(box=Box(20, 20, 70, 70)),
        Prompt(click().points, Box(20, 20, 70, 70)),
        Prompt(mask=BLOCK),
        Prompt(click().points, mask=BLOCK),
    ],
)
def test_the_first_is_what_a_new_object_is_answered(tracker, prompt):
    masks = tracker.candidates(4, prompt, 3)
    assert masks[0].rle == tracker.add_prompt(0, 4, prompt, None).rle
    assert all(0 <= one.object_score <= 1 for one in masks)
    if not prompt.is_ambiguous:
        assert len(masks) == 1


def test_the_network_s_three_masks_come_by_predicted_overlap(tracker, monkeypatch):
    monkeypatch.setattr("masklet.masks.overlap.ALIKE", 1.0)  # a random network's masks are much alike
    masks = tracker.candidates(4, click(), 5)
    scores = [one.object_score for one in masks]
    assert scores == sorted(scores, reverse=True)
    assert len(masks) == 3
    assert tracker.candidates(4, click(), 1) == masks[:1]
    assert tracker.candidates(4, click(), 5) == masks, "the same every time"


def test_masks_that_a_person_cannot_tell_apart_are_one(clip):
    logits = torch.full((4, 24, 40), -5.0)
    logits[0, 4:20, 4:20] = logits[1, 4:20, 4:21] = logits[2, 4:20, 4:36] = 5.0
    iou = torch.tensor([0.9, 0.75, 0.5, 0.25])
    masks = different(logits, iou, 3, clip)
    assert [one.object_score for one in masks] == [pytest.approx(0.9), 0.5, 0.0], "an empty mask fits nothing"
    assert different(logits, iou, 1, clip) == masks[:1]
    assert (masks[0].rle.height, masks[0].rle.width) == (HEIGHT, WIDTH)


def test_asking_changes_nothing_and_reads_nothing_after_a_click(network):
    asked, other = Clip(), Clip()
    tracker, never_asked = tracker_on(asked, network), tracker_on(other, network)
    said = [one.add_prompt(0, 0, click(), None) for one in (tracker, never_asked)]
    assert said[0] == said[1]
    asked.reads.clear()
    tracker.candidates(0, click(90, 60), 3)
    assert asked.reads == []
    for prompt in (click(), Prompt(mask=BLOCK), Prompt(click().points, mask=BLOCK)):
        tracker.candidates(6, prompt, 3)
    assert tracker._tracking.object_ids == never_asked._tracking.object_ids == [0]
    assert tracker._tracking.prompted_frames() == never_asked._tracking.prompted_frames()
    assert run(tracker, 0, 8) == run(never_asked, 0, 8)
    tracker.candidates(7, click(), 3)  # on a frame that was tracked: as if nothing were known
    assert run(tracker, 8, 4) == run(never_asked, 8, 4)
    tracker.close()
    never_asked.close()


def test_a_restored_mask_stays_unread(tracker):
    tracker.restore([PromptedFrame(0, 3, click(), ObjectMask(BLOCK, 1.0))])
    tracker.candidates(3, click(), 3)
    assert tracker._unread == {(0, 3)}


def test_prompts_and_frames_that_are_none_are_refused(network):
    tracker = tracker_on(Clip(broken=(5,)), network)
    for prompt in (Prompt(), click(WIDTH + 1), Prompt(mask=rle.empty(HEIGHT, WIDTH))):
        with pytest.raises(InvalidPrompt):
            tracker.candidates(0, prompt, 3)
    with pytest.raises(VideoUnreadable):
        tracker.candidates(5, click(), 3)
    tracker.close()


def test_it_is_asked_at_the_device_too(tracker):
    at_device = TrackerAtDevice(tracker, Device("cpu", "CPU", "float32"), lambda: None)
    assert at_device.candidates(4, click(), 3) == tracker.candidates(4, click(), 3)
