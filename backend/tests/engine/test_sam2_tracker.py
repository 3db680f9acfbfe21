"""The SAM 2 tracker of the product on a small random network: prompts, passes, corrections, restarts, unreadable frames."""

import time

import numpy as np
import pytest
import torch
from sam2_cases import HEIGHT, WIDTH, Clip, click, run, tracker_on

from masklet.domain.errors import InvalidPrompt, VideoUnreadable
from masklet.domain.masklet import ObjectMask
from masklet.domain.prompt import Box, Point, Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass, PromptedFrame
from masklet.masks import rle


@pytest.fixture
def clip():
    return Clip()


@pytest.fixture
def tracker(clip, network):
    tracker = tracker_on(clip, network)
    yield tracker
    tracker.close()


def box_mask(x0=30, y0=20, x1=90, y1=70):
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[y0:y1, x0:x1] = True
    return rle.encode(mask)


def iou(first, second):
    a, b = rle.decode(first), rle.decode(second)
    return (a & b).sum() / max(1, (a | b).sum())


def test_opening_reads_no_frame_and_a_click_reads_one(network, clip):
    tracker = tracker_on(clip, network)
    assert clip.reads == []
    mask = tracker.add_prompt(0, 7, click(), None)
    assert clip.reads == [7]
    assert (mask.rle.height, mask.rle.width) == (HEIGHT, WIDTH)
    assert not rle.is_empty(mask.rle)
    tracker.add_prompt(0, 7, Prompt((*click().points, Point(5, 5, 0))), mask.rle)
    assert clip.reads == [7], "the features of a clicked frame are kept"
    tracker.close()


def test_a_prompted_frame_is_answered_with_its_own_mask(tracker):
    said = tracker.add_prompt(0, 4, click(), None)
    frames = run(tracker, 4, 8)
    assert frames[4].masks[0] == said
    assert all(0 <= frames[at].masks[0].object_score <= 1 for at in frames)


def test_a_mask_prompt_is_taken_as_it_is_and_guides_tracking(tracker):
    mask = box_mask()
    assert tracker.add_prompt(0, 3, Prompt(mask=mask), None) == ObjectMask(mask, 1.0)
    assert run(tracker, 3, 5)[3].masks[0].rle == mask


def test_both_directions_ranges_and_a_subset_of_objects(tracker):
    for object_id, at in ((0, 5), (3, 9), (8, 2)):
        tracker.add_prompt(object_id, at, click(40 + 10 * object_id), None)
    forward = run(tracker, 5, 12, (0, 3))
    assert all(set(frame.masks) == {0, 3} for frame in forward.values())
    backward = run(tracker, 9, 0, (3,))
    assert all(set(frame.masks) == {3} for frame in backward.values())


def test_an_object_without_a_prompt_is_empty_not_fatal(tracker):
    tracker.add_prompt(0, 2, click(), None)
    frame = run(tracker, 2, 4, (0, 6))[4]
    assert rle.is_empty(frame.masks[6].rle)
    assert frame.masks[6].object_score == 0.0


def test_tracking_from_before_the_first_prompt_uses_what_comes(tracker):
    tracker.add_prompt(0, 6, click(), None)
    assert set(run(tracker, 0, 8)) == set(range(9))


def test_a_correction_keeps_its_mask_when_tracked_again(tracker):
    tracker.add_prompt(0, 0, click(), None)
    before = run(tracker, 0, 12)
    shown = before[8].masks[0].rle
    corrected = tracker.add_prompt(0, 8, click(60, 50), shown)
    after = run(tracker, 0, 12)
    assert after[8].masks[0] == corrected
    assert after[9].masks[0] != before[9].masks[0], "the correction guides the frames after it"


def test_without_the_rule_a_correction_is_tracked_over(network, clip):
    tracker = tracker_on(clip, network, corrections_condition=False)
    tracker.add_prompt(0, 0, click(), None)
    before = run(tracker, 0, 6)
    tracker.add_prompt(0, 4, click(60, 50), before[4].masks[0].rle)
    assert set(tracker._tracking.prompted_frames()) == {0}
    tracker.close()


def test_a_cleared_prompt_leaves_nothing(tracker):
    tracker.add_prompt(0, 3, click(), None)
    run(tracker, 3, 6)
    tracker.clear_prompt(0, 3)
    assert rle.is_empty(run(tracker, 3, 3)[3].masks[0].rle) or 3 not in tracker._tracking.prompted_frames()
    tracker.clear_prompt(0, 3)
    tracker.clear_prompt(9, 1)


def test_removing_an_object_leaves_the_others_untouched(network):
    alone, together = (tracker_on(Clip(), network) for _ in range(2))
    alone.add_prompt(0, 2, click(), None)
    together.add_prompt(0, 2, click(), None)
    together.add_prompt(5, 3, click(90, 60), None)
    run(together, 2, 4, (0, 5))
    together.remove_object(5)
    run(alone, 2, 4)
    assert run(together, 5, 8)[8].masks[0] == run(alone, 5, 8)[8].masks[0]
    alone.close()
    together.close()


def test_an_object_added_after_tracking_is_tracked(tracker):
    tracker.add_prompt(0, 0, click(), None)
    run(tracker, 0, 6)
    said = tracker.add_prompt(1, 4, click(100, 50), None)
    assert run(tracker, 4, 6, (0, 1))[4].masks[1] == said


def test_a_restored_session_tracks_like_one_whose_masks_were_painted(network, clip):
    first, again = tracker_on(clip, network), tracker_on(Clip(), network)
    mask = ObjectMask(box_mask(), 1.0)
    first.add_prompt(0, 3, Prompt(mask=mask.rle), None)
    again.restore([PromptedFrame(0, 3, click(), mask)])
    assert again._frames._source._frames.reads == [], "restoring reads nothing"
    assert run(again, 3, 6)[6].masks[0] == run(first, 3, 6)[6].masks[0]
    first.close()
    again.close()


def test_a_word_after_a_restart_corrects_the_mask_that_was_shown(network, monkeypatch):
    tracker = tracker_on(Clip(), network)
    mask = ObjectMask(box_mask(), 1.0)
    tracker.restore([PromptedFrame(0, 3, click(), mask)])
    given = []
    say = tracker._tracking.say_points
    monkeypatch.setattr(
        tracker._tracking, "say_points", lambda o, f, p, earlier: given.append(earlier) or say(o, f, p, earlier)
    )
    tracker.add_prompt(0, 3, Prompt((*click().points, Point(5, 5, 0))), mask.rle)
    inside = torch.nn.functional.interpolate(given[0], (HEIGHT, WIDTH), mode="bilinear")[0, 0].numpy() > 0
    assert (inside == rle.decode(mask.rle)).mean() > 0.95
    tracker.close()


def test_a_word_on_an_unreadable_frame_leaves_what_was_restored(network):
    tracker = tracker_on(Clip(broken=(3,)), network)
    tracker.restore([PromptedFrame(0, 3, click(), ObjectMask(box_mask(), 1.0))])
    with pytest.raises(VideoUnreadable):
        tracker.add_prompt(0, 3, Prompt((*click().points, Point(5, 5, 0))), None)
    assert tracker._unread == {(0, 3)}
    tracker.close()


def test_a_seed_starts_a_pass_where_no_prompt_is_known(tracker):
    seed = box_mask()
    frames = run(tracker, 5, 8, (0,), {0: seed})
    assert frames[5].masks[0].rle == seed
    assert not rle.is_empty(frames[6].masks[0].rle)


def test_a_frame_that_cannot_be_read_is_named_and_the_rest_goes_on(network):
    tracker = tracker_on(Clip(broken=(5,)), network)
    tracker.add_prompt(0, 3, click(), None)
    frames = run(tracker, 3, 8)
    assert frames[5].problem == "Frame 5 of this video cannot be read."
    assert [at for at, frame in frames.items() if frame.problem] == [5]
    assert not rle.is_empty(frames[6].masks[0].rle)
    tracker.close()


def test_a_prompt_during_a_pass_counts_from_its_frame_on(tracker):
    tracker.add_prompt(0, 0, click(), None)
    steps = tracker.propagate(Pass(0, 6, Direction.FORWARD, (0,)))
    next(steps)
    said = tracker.add_prompt(0, 4, click(100, 70), None)
    assert {frame.frame_index: frame.masks[0] for frame in steps}[4] == said


def test_removed_points_start_again_from_what_was_shown_before(tracker):
    one = tracker.add_prompt(0, 2, click(), None)
    tracker.add_prompt(0, 2, Prompt((*click().points, Point(100, 80, 1))), one.rle)
    again = tracker.add_prompt(0, 2, click(), one.rle)
    assert again == one


def test_after_closing_nothing_is_read(network):
    clip = Clip(200)
    tracker = tracker_on(clip, network)
    tracker.add_prompt(0, 0, click(), None)
    steps = tracker.propagate(Pass(0, 199, Direction.FORWARD, (0,)))
    next(steps)
    tracker.close()
    reads = len(clip.reads)
    del steps
    time.sleep(0.1)
    assert len(clip.reads) == reads


def test_smaller_pictures_give_masks_of_the_videos_size(network, clip):
    tracker = tracker_on(clip, network, image_size=64)
    mask = tracker.add_prompt(0, 0, click(), None)
    assert (mask.rle.height, mask.rle.width) == (HEIGHT, WIDTH)
    assert len(run(tracker, 0, 3)) == 4
    tracker.close()


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        (Prompt(), "Say something"),
        (Prompt((Point(float("nan"), 5, 1),)), "inside the frame"),
        (Prompt((Point(WIDTH + 1, 5, 1),)), "inside the frame"),
        (Prompt((Point(5, 5, 2),)), "label"),
        (Prompt(box=Box(10, 10, 10, 40)), "area"),
        (Prompt(box=Box(-50, -50, -10, -10)), "outside"),
        (Prompt(box=Box(0, 0, float("nan"), 10)), "no numbers"),
        (Prompt(mask=rle.encode(np.ones((5, 5), bool))), "pixels, the video"),
        (Prompt(mask=rle.empty(HEIGHT, WIDTH)), "empty"),
    ],
)
def test_prompts_that_are_none_are_refused_and_lose_nothing(tracker, prompt, words):
    said = tracker.add_prompt(0, 1, click(), None)
    with pytest.raises(InvalidPrompt, match=words):
        tracker.add_prompt(0, 2, prompt, None)
    assert run(tracker, 1, 2)[1].masks[0] == said


@pytest.mark.parametrize(("width", "height"), [(1, 1), (7680, 2), (3, 900)])
def test_odd_frames(network, width, height):
    clip = Clip(frame_count=1, width=width, height=height)
    clip.read = lambda frame_index: clip.pattern
    tracker = tracker_on(clip, network)
    tracker.add_prompt(0, 0, Prompt((Point(0.5, 0.5, 1),)), None)
    mask = run(tracker, 0, 0)[0].masks[0]
    assert (mask.rle.height, mask.rle.width) == (height, width)
    tracker.close()
