"""The tracker as the protocol has it: prompts, passes, corrections, restarts, hiding objects, bounded memory."""

import pickle
import tracemalloc
from fractions import Fraction

import av
import numpy as np
import pytest
from moving_shapes import behind_a_wall, iou, moving_discs
from numbered_clip import numbered_frame, write_clip

from masklet.domain.errors import EngineUnavailable, FrameOutOfRange, InvalidPrompt, VideoUnreadable
from masklet.domain.masklet import ObjectMask
from masklet.domain.prompt import Box, Point, Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass, PromptedFrame
from masklet.engine import registry
from masklet.engine.flow.engine import FlowEngine
from masklet.masks import rle

FORWARD, BACKWARD = Direction.FORWARD, Direction.BACKWARD


@pytest.fixture
def clip():
    return moving_discs(10)


@pytest.fixture
def tracker(clip):
    return FlowEngine().open(clip)


def truth_prompt(clip, k, t):
    return Prompt(mask=rle.encode(clip.masks[k][t]))


def test_opening_reads_no_frame(clip):
    FlowEngine().open(clip)
    assert clip.reads == []


def test_click_then_track_follows_two_objects(clip, tracker):
    tracker.add_prompt(3, 0, Prompt((Point(50, 50, 1),)), None)
    tracker.add_prompt(7, 0, truth_prompt(clip, 1, 0), None)
    steps = list(tracker.propagate(Pass(0, 9, FORWARD, (3, 7))))
    assert [s.frame_index for s in steps] == list(range(10))
    for step in steps:
        assert set(step.masks) == {3, 7}
        for k, object_id in enumerate((3, 7)):
            assert iou(rle.decode(step.masks[object_id].rle), clip.masks[k][step.frame_index]) > 0.85
            assert step.masks[object_id].object_score > 0.5


def test_backward_from_the_end(clip, tracker):
    tracker.add_prompt(0, 9, truth_prompt(clip, 0, 9), None)
    steps = list(tracker.propagate(Pass(9, 0, BACKWARD, (0,))))
    assert [s.frame_index for s in steps] == list(range(9, -1, -1))
    assert iou(rle.decode(steps[-1].masks[0].rle), clip.masks[0][0]) > 0.9


def test_propagation_is_lazy(clip, tracker):
    tracker.add_prompt(0, 0, truth_prompt(clip, 0, 0), None)
    clip.reads.clear()
    run = tracker.propagate(Pass(0, 9, FORWARD, (0,)))
    assert clip.reads == []
    next(run)
    next(run)
    assert max(clip.reads) == 1


def test_objects_share_reads_of_frames(clip, tracker):
    for object_id in range(4):
        tracker.add_prompt(object_id, 0, truth_prompt(clip, object_id % 2, 0), None)
    clip.reads.clear()
    list(tracker.propagate(Pass(0, 9, FORWARD, (0, 1, 2, 3))))
    assert len(clip.reads) == 11  # once to learn from the prompted frame, then each frame once


def test_before_its_first_prompt_an_object_is_absent(clip, tracker):
    tracker.add_prompt(0, 4, truth_prompt(clip, 0, 4), None)
    steps = list(tracker.propagate(Pass(0, 6, FORWARD, (0, 5))))
    assert all(rle.is_empty(s.masks[5].rle) and s.masks[5].object_score == 0 for s in steps)
    assert [rle.is_empty(s.masks[0].rle) for s in steps] == [True] * 4 + [False] * 3
    assert steps[3].masks[0].object_score == 0


def test_a_prompted_frame_is_answered_with_its_mask_and_followed(clip, tracker):
    tracker.add_prompt(0, 0, truth_prompt(clip, 0, 0), None)
    correction = tracker.add_prompt(0, 5, truth_prompt(clip, 1, 5), None)  # another disc: the person insists
    steps = list(tracker.propagate(Pass(0, 7, FORWARD, (0,))))
    assert steps[5].masks[0] == correction
    assert iou(rle.decode(steps[7].masks[0].rle), clip.masks[1][7]) > 0.7


def test_a_seed_starts_an_object_without_a_prompt_there(clip, tracker):
    tracker.add_prompt(0, 0, truth_prompt(clip, 0, 0), None)
    seed = rle.encode(clip.masks[0][4])
    steps = list(tracker.propagate(Pass(4, 9, FORWARD, (0,), {0: seed})))
    assert steps[0].masks[0].rle == seed
    assert iou(rle.decode(steps[-1].masks[0].rle), clip.masks[0][9]) > 0.9


def test_a_seed_is_enough_without_any_prompt(clip, tracker):
    steps = list(tracker.propagate(Pass(4, 9, FORWARD, (0,), {0: rle.encode(clip.masks[0][4])})))
    assert iou(rle.decode(steps[-1].masks[0].rle), clip.masks[0][9]) > 0.85


def test_the_same_after_a_restart(clip, tracker):
    asked = [
        (0, 0, Prompt((Point(50, 50, 1),))),
        (0, 6, Prompt(box=Box(48, 24, 100, 78))),
        (1, 0, truth_prompt(clip, 1, 0)),
    ]
    kept = [PromptedFrame(o, t, prompt, tracker.add_prompt(o, t, prompt, None)) for o, t, prompt in asked]
    run = Pass(0, 9, FORWARD, (0, 1))
    before = list(tracker.propagate(run))
    again = FlowEngine().open(moving_discs(10))
    again.restore(pickle.loads(pickle.dumps(kept)))
    assert list(again.propagate(run)) == before
    assert list(tracker.propagate(run)) == before


def test_restore_computes_no_mask_that_is_given(clip, tracker):
    made = ObjectMask(rle.encode(clip.masks[0][0]), 1.0)
    tracker.restore([PromptedFrame(0, 0, Prompt((Point(50, 50, 1),)), made)])
    assert clip.reads == []
    tracker.restore([PromptedFrame(1, 0, truth_prompt(clip, 1, 0), None)])
    assert iou(rle.decode(next(tracker.propagate(Pass(0, 0, FORWARD, (1,)))).masks[1].rle), clip.masks[1][0]) == 1


def test_an_object_that_hides_is_absent_and_found_again():
    clip = behind_a_wall()
    tracker = FlowEngine().open(clip)
    tracker.add_prompt(0, 0, truth_prompt(clip, 0, 0), None)
    steps = list(tracker.propagate(Pass(0, clip.frame_count - 1, FORWARD, (0,))))
    masks = [rle.decode(s.masks[0].rle) for s in steps]
    hidden = [t for t in range(clip.frame_count) if not clip.masks[0][t].any()]
    assert len(hidden) >= 4
    for t in hidden:
        assert not masks[t].any()
        assert steps[t].masks[0].object_score < 0.5
    assert iou(masks[-1], clip.masks[0][-1]) > 0.9
    assert steps[-1].masks[0].object_score > 0.5


def test_a_further_click_corrects_the_shown_mask(clip, tracker):
    first = tracker.add_prompt(0, 0, Prompt((Point(50, 50, 1),)), None)
    x, y = 150, 108
    second = tracker.add_prompt(0, 0, Prompt((Point(50, 50, 1), Point(x, y, 1))), first.rle)
    mask = rle.decode(second.rle)
    assert (mask & rle.decode(first.rle)).sum() == rle.area(first.rle)
    assert iou(mask & ~clip.masks[0][0], clip.masks[1][0]) > 0.6


def test_taking_a_click_back_undoes_it(clip, tracker):
    one, two = Prompt((Point(50, 50, 1),)), Prompt((Point(50, 50, 1), Point(150, 108, 1)))
    first = tracker.add_prompt(0, 0, one, None)
    second = tracker.add_prompt(0, 0, two, first.rle)
    assert tracker.add_prompt(0, 0, one, second.rle) == first


def test_a_click_on_a_tracked_frame_changes_only_what_it_says(clip, tracker):
    tracked = rle.encode(clip.masks[0][5] | clip.masks[1][5])
    y, x = (int(v.mean()) for v in np.nonzero(clip.masks[1][5]))
    mask = rle.decode(tracker.add_prompt(0, 5, Prompt((Point(x, y, 0),)), tracked).rle)
    assert iou(mask, clip.masks[0][5]) > 0.85


def test_a_first_click_on_a_far_frame_is_as_sharp_as_one_on_a_fresh_clip(tmp_path):
    clip = encoded(tmp_path / "clip.mp4", [numbered_frame(number) for number in range(40)])
    click = Prompt((Point(200, 105, 1),))
    fresh = FlowEngine().open(clip).add_prompt(0, 37, click, None)
    known = FlowEngine().open(clip)
    known.add_prompt(0, 0, Prompt((Point(15, 105, 1),)), None)
    assert rle.area(known.add_prompt(0, 37, click, None).rle) <= 1.05 * rle.area(fresh.rle)


class FramesInMemory:
    """A FrameSource over decoded frames."""

    def __init__(self, frames):
        self.frames = frames
        self.frame_count = len(frames)
        self.height, self.width = frames[0].shape[:2]

    def read(self, frame_index):
        return self.frames[frame_index]


def encoded(path, pictures):
    """The pictures as H.264 shows them: soft rims are what makes a mask grow."""
    write_clip(path, pictures, Fraction(30))
    with av.open(str(path)) as clip:
        return FramesInMemory([frame.to_ndarray(format="rgb24") for frame in clip.decode(video=0)])


def test_forgetting(clip, tracker):
    for object_id in (0, 1):
        tracker.add_prompt(object_id, 0, truth_prompt(clip, object_id, 0), None)
    tracker.clear_prompt(0, 0)
    tracker.clear_prompt(0, 3)
    tracker.remove_object(9)
    step = next(tracker.propagate(Pass(0, 3, FORWARD, (0, 1))))
    assert rle.is_empty(step.masks[0].rle)
    assert not rle.is_empty(step.masks[1].rle)
    tracker.remove_object(1)
    assert rle.is_empty(next(tracker.propagate(Pass(0, 3, FORWARD, (1,)))).masks[1].rle)
    tracker.add_prompt(1, 0, truth_prompt(clip, 1, 0), None)
    tracker.clear()
    assert rle.is_empty(next(tracker.propagate(Pass(0, 3, FORWARD, (1,)))).masks[1].rle)


@pytest.mark.parametrize(
    "prompt",
    [
        Prompt(),
        Prompt((Point(float("nan"), 5, 1),)),
        Prompt((Point(5, 500, 1),)),
        Prompt((Point(5, 5, 2),)),
        Prompt(mask=rle.empty(3, 4)),
    ],
)
def test_a_prompt_that_says_nothing_sound_is_refused(tracker, prompt):
    with pytest.raises(InvalidPrompt):
        tracker.add_prompt(0, 0, prompt, None)


def test_an_unknown_frame_is_refused(tracker):
    with pytest.raises(FrameOutOfRange):
        tracker.add_prompt(0, 99, Prompt((Point(5, 5, 1),)), None)


def damage(clip, monkeypatch, *damaged):
    read = clip.read

    def read_or_refuse(frame_index):
        if frame_index in damaged:
            raise VideoUnreadable(f"Frame {frame_index} is damaged.")
        return read(frame_index)

    monkeypatch.setattr(clip, "read", read_or_refuse)


def test_a_frame_that_does_not_decode_is_passed_over_and_named(clip, tracker, monkeypatch):
    tracker.add_prompt(0, 0, truth_prompt(clip, 0, 0), None)
    damage(clip, monkeypatch, 2, 3)
    steps = list(tracker.propagate(Pass(0, 5, FORWARD, (0,))))
    assert [step.problem for step in steps] == [None, None, "Frame 2 is damaged.", "Frame 3 is damaged.", None, None]
    assert all(rle.is_empty(steps[t].masks[0].rle) for t in (2, 3))
    assert iou(rle.decode(steps[5].masks[0].rle), clip.masks[0][5]) > 0.8


def test_a_prompted_frame_that_does_not_decode_any_more_keeps_its_mask_and_is_followed(clip, tracker, monkeypatch):
    tracker.add_prompt(0, 0, truth_prompt(clip, 0, 0), None)
    correction = tracker.add_prompt(0, 3, truth_prompt(clip, 0, 3), None)
    damage(clip, monkeypatch, 3)
    steps = list(tracker.propagate(Pass(2, 5, FORWARD, (0,), {0: rle.encode(clip.masks[0][2])})))
    assert (steps[1].masks[0], steps[1].problem) == (correction, "Frame 3 is damaged.")
    assert iou(rle.decode(steps[3].masks[0].rle), clip.masks[0][5]) > 0.8
    tracker.add_prompt(0, 5, Prompt((Point(70, 50, 1),)), None)


def test_memory_of_a_pass_does_not_grow_with_its_length():
    clip = moving_discs(60, height=60, width=80, radius=10, speed=0.2)
    tracker = FlowEngine().open(clip)
    tracker.add_prompt(0, 0, truth_prompt(clip, 0, 0), None)
    run = tracker.propagate(Pass(0, 59, FORWARD, (0,)))
    tracemalloc.start()
    sizes = []
    for step in run:
        if step.frame_index in (10, 59):
            sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert sizes[1] < sizes[0] + 200_000


def test_the_registry_offers_the_built_in_engine():
    info = next(engine.info() for engine in registry.engines() if engine.info().name == "flow")
    assert (info.name, info.title, info.device, info.available) == ("flow", "Built-in tracker", "CPU", True)
    assert isinstance(registry.get("flow"), FlowEngine)
    with pytest.raises(EngineUnavailable):
        registry.get("no such")
