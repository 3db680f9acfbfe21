"""What a first click may mean to the built-in engine: part and whole, the best first, nothing remembered."""

import numpy as np
import pytest
from moving_shapes import Clip, disc, iou, paint, texture

from masklet.domain.errors import FrameOutOfRange, InvalidPrompt
from masklet.domain.prompt import Box, Point, Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass
from masklet.engine.flow.engine import FlowEngine
from masklet.masks import rle
from masklet.masks.overlap import are_alike

ON_THE_CAP = Point(70, 63, 1)
CLICK = Prompt((ON_THE_CAP,))


def capped_disc(speed: float) -> Clip:
    """An orange disc with a green cap on it; masks[0] is the whole, masks[1] the cap."""
    height, width = 150, 200
    ground = texture(height, width, (70, 90, 130), 1)
    sprites = [texture(height, width, (210, 120, 50), 2), texture(height, width, (60, 170, 80), 3)]
    frames, masks = [], [[], []]
    for t in range(4):
        x, frame = 70 + speed * t, ground
        for k, mask in enumerate((disc(height, width, x, 75, 34), disc(height, width, x, 63, 14))):
            masks[k].append(mask)
            frame = paint(frame, sprites[k], mask, x, 75)
        frames.append(frame)
    return Clip(frames, masks)


@pytest.fixture(params=[0.0, 3.0], ids=["at rest", "moving"])
def clip(request):
    return capped_disc(request.param)


@pytest.fixture
def tracker(clip):
    return FlowEngine().open(clip)


def test_a_click_on_a_part_offers_the_part_and_the_whole(clip, tracker):
    masks = [rle.decode(one.rle) for one in tracker.candidates(0, CLICK, 5)]
    for truth in (clip.masks[0][0], clip.masks[1][0]):
        assert max(iou(mask, truth) for mask in masks) > 0.9
    assert not any(are_alike(mask, other) for k, mask in enumerate(masks) for other in masks[:k])


def test_the_best_is_first_and_their_number_is_bounded(tracker):
    every = tracker.candidates(0, CLICK, 5)
    scores = [one.object_score for one in every]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert tracker.candidates(0, CLICK, 1) == every[:1]
    assert tracker.candidates(0, CLICK, 5) == every, "the same every time"


@pytest.mark.parametrize(
    "prompt",
    [
        CLICK,
        Prompt((ON_THE_CAP, Point(70, 95, 0))),
        Prompt((Point(70, 95, 0), ON_THE_CAP)),
        Prompt((Point(5, 5, 0), ON_THE_CAP, *(Point(5.0 * k + 3, 145, 0) for k in range(30)))),
        Prompt((Point(70, 95, 0),)),
        Prompt((ON_THE_CAP, Point(70, 95, 1))),
        Prompt(box=Box(34, 38, 106, 112)),
        Prompt((ON_THE_CAP,), Box(34, 38, 106, 112)),
        Prompt(mask=rle.encode(np.eye(150, 200, dtype=bool))),
    ],
)
def test_the_first_is_what_a_new_object_is_answered(tracker, prompt):
    masks = tracker.candidates(1, prompt, 3)
    assert masks[0].rle == tracker.add_prompt(0, 1, prompt, None).rle
    if not prompt.is_ambiguous:
        assert len(masks) == 1


def test_other_clicks_hold_for_every_candidate(tracker):
    prompt = Prompt((ON_THE_CAP, Point(70, 95, 0), Point(60, 90, 0)))
    for one in tracker.candidates(0, prompt, 5):
        mask = rle.decode(one.rle)
        assert mask[63, 70]
        assert not mask[95, 70]
        assert not mask[90, 60]


def test_asking_changes_nothing_and_reads_nothing_after_a_click(clip, tracker):
    never_asked = FlowEngine().open(clip)
    said = [one.add_prompt(0, 0, CLICK, None) for one in (tracker, never_asked)]
    assert said[0] == said[1]
    clip.reads.clear()
    tracker.candidates(0, Prompt((Point(70, 95, 1),)), 3)
    assert clip.reads == []
    tracker.candidates(2, CLICK, 3)
    run = Pass(0, 3, Direction.FORWARD, (0,))
    assert list(tracker.propagate(run)) == list(never_asked.propagate(run))
    more = Prompt((*CLICK.points, Point(150, 120, 0)))
    shown = said[0].rle
    assert tracker.add_prompt(0, 0, more, shown) == never_asked.add_prompt(0, 0, more, shown)


def test_a_plain_picture_has_an_answer_too():
    tracker = FlowEngine().open(Clip([np.full((40, 60, 3), 90, np.uint8)] * 2, []))
    masks = tracker.candidates(0, Prompt((Point(30, 20, 1),)), 5)
    assert 1 <= len(masks) <= 5
    assert rle.decode(masks[0].rle)[20, 30]


@pytest.mark.parametrize("prompt", [Prompt(), Prompt((Point(500, 5, 1),)), Prompt((Point(5, 5, 2),))])
def test_prompts_that_are_none_are_refused(tracker, prompt):
    with pytest.raises(InvalidPrompt):
        tracker.candidates(0, prompt, 3)


def test_frames_that_are_none_are_refused(tracker):
    with pytest.raises(FrameOutOfRange):
        tracker.candidates(99, CLICK, 3)
