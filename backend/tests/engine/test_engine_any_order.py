"""Whatever is asked of a tracker, in whatever order: masks of the video's size, clicks obeyed, prompted frames kept."""

import random

import numpy as np
import pytest
from moving_shapes import Clip, iou, moving_discs

from masklet.domain.errors import InvalidPrompt
from masklet.domain.prompt import OBJECT, Box, Point, Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass, PromptedFrame
from masklet.engine.flow import grabcut
from masklet.engine.flow.clicks import MOST_SINGLY
from masklet.engine.flow.engine import FlowEngine
from masklet.engine.protocol import Tracker
from masklet.masks import rle

WIDTH, HEIGHT, FRAMES, OBJECTS = 100, 72, 6, 3
ACTIONS = 14  # in one sequence
MOST_POINTS = 1000  # that the product takes in one prompt


def small_clip() -> Clip:
    return moving_discs(FRAMES, HEIGHT, WIDTH, radius=13, speed=3.0)


class Session:
    """A tracker beside the plainest memory of what it was told; every answer is checked against that."""

    def __init__(self, clip: Clip, seed: int) -> None:
        self.chance = random.Random(seed)
        self.clip = clip
        self.tracker: Tracker = FlowEngine().open(clip)
        self.told: dict[tuple[int, int], PromptedFrame] = {}

    def act(self) -> None:
        actions = (self.prompt, self.prompt, self.prompt, self.track, self.track, self.clear, self.remove, self.restart)
        self.chance.choice(actions)()

    def prompt(self) -> None:
        key = self.chance.randrange(OBJECTS), self.chance.randrange(FRAMES)
        known = self.told.get(key)
        prompt = self._any_prompt(known.prompt if known else Prompt())
        previous = known.mask.rle if known and known.mask and self.chance.random() < 0.5 else None
        made = self.tracker.add_prompt(*key, prompt, previous)
        mask = self._checked(made)
        # of several clicks on one pixel the last counts
        law = {(min(int(p.y), HEIGHT - 1), min(int(p.x), WIDTH - 1)): p.label == OBJECT for p in prompt.points}
        assert all(mask[pixel] == wanted for pixel, wanted in law.items())
        self.told[key] = PromptedFrame(*key, prompt, made)

    def track(self) -> None:
        start, stop = self.chance.randrange(FRAMES), self.chance.randrange(FRAMES)
        direction = Direction.FORWARD if start <= stop else Direction.BACKWARD
        objects = tuple(sorted(self.chance.sample(range(OBJECTS), self.chance.randint(1, OBJECTS))))
        masks = [told.mask.rle for told in self.told.values() if told.mask]
        seeds = {one: self.chance.choice(masks) for one in objects if masks and self.chance.random() < 0.4}
        way = 1 if direction is Direction.FORWARD else -1
        expected = list(range(start, stop + way, way))
        if self.chance.random() < 0.3:  # stopped before its end
            expected = expected[: len(expected) // 2]
        steps = self.tracker.propagate(Pass(start, stop, direction, objects, seeds))
        for frame_index in expected:
            frame = next(steps)
            assert (frame.frame_index, tuple(frame.masks)) == (frame_index, objects)
            for object_id, made in frame.masks.items():
                self._checked(made)
                told = self.told.get((object_id, frame_index))
                assert told is None or told.mask == made

    def clear(self) -> None:
        key = self.chance.randrange(OBJECTS), self.chance.randrange(FRAMES)
        self.tracker.clear_prompt(*key)
        self.told.pop(key, None)

    def remove(self) -> None:
        gone = self.chance.randrange(OBJECTS + 1)
        self.tracker.remove_object(gone)
        self.told = {key: told for key, told in self.told.items() if key[0] != gone}

    def restart(self) -> None:
        self.tracker.close()
        self.tracker = FlowEngine().open(self.clip)
        self.tracker.restore(tuple(self.told.values()))

    def _any_prompt(self, before: Prompt) -> Prompt:
        points = tuple(self._any_point() for _ in range(self.chance.randint(1, 3)))
        kind = self.chance.randrange(5)
        if kind == 0:
            x, y = self.chance.uniform(0, WIDTH - 2), self.chance.uniform(0, HEIGHT - 2)
            box = Box(x, y, self.chance.uniform(x + 1, WIDTH), self.chance.uniform(y + 1, HEIGHT))
            return Prompt(points if self.chance.random() < 0.5 else (), box)
        if kind == 1:
            return Prompt(mask=rle.encode(self.clip.masks[self.chance.randrange(2)][self.chance.randrange(FRAMES)]))
        return Prompt(before.points + points, before.box, before.mask) if kind == 2 else Prompt(points)

    def _any_point(self) -> Point:
        x = self.chance.choice((0.0, float(WIDTH), self.chance.uniform(0, WIDTH)))
        y = self.chance.choice((0.0, float(HEIGHT), self.chance.uniform(0, HEIGHT)))
        return Point(x, y, self.chance.randrange(2))

    def _checked(self, made):
        assert (made.rle.height, made.rle.width) == (HEIGHT, WIDTH)
        assert 0 <= made.object_score <= 1
        return rle.decode(made.rle)


@pytest.mark.parametrize("seed", range(12))
def test_any_sequence_of_actions_is_answered(seed):
    session = Session(small_clip(), seed)
    for _ in range(ACTIONS):
        session.act()


def test_a_mask_prompt_is_taken_as_it_is_and_tracked():
    clip = small_clip()
    tracker = FlowEngine().open(clip)
    true = rle.encode(clip.masks[0][0])
    assert tracker.add_prompt(4, 0, Prompt(mask=true), None).rle == true
    *_, last = tracker.propagate(Pass(0, FRAMES - 1, Direction.FORWARD, (4,)))
    assert iou(rle.decode(last.masks[4].rle), clip.masks[0][-1]) > 0.7


def test_a_mask_of_another_size_is_refused():
    tracker = FlowEngine().open(small_clip())
    with pytest.raises(InvalidPrompt, match="100×72"):
        tracker.add_prompt(0, 0, Prompt(mask=rle.empty(HEIGHT, WIDTH + 1)), None)


def one_pixel() -> np.ndarray:
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[30, 40] = True
    return mask


EXTREMES = {
    "a mask of one pixel": Prompt(mask=rle.encode(one_pixel())),
    "a mask in the corner": Prompt(mask=rle.encode(np.roll(one_pixel(), (-30, -40), (0, 1)))),
    "an empty mask": Prompt(mask=rle.empty(HEIGHT, WIDTH)),
    "the whole frame": Prompt(mask=rle.encode(np.ones((HEIGHT, WIDTH), bool))),
    "a box of two pixels": Prompt(box=Box(50, 20, 52, 22)),
    "a sliver of a box": Prompt(box=Box(10, 20, 90, 20.2)),
    "a box over the whole frame": Prompt(box=Box(0, 0, WIDTH, HEIGHT)),
    "only background": Prompt(tuple(Point(x, 30.0, 0) for x in (5.0, 50.0, 95.0))),
    "every corner": Prompt(tuple(Point(x, y, 1) for x in (0.0, float(WIDTH)) for y in (0.0, float(HEIGHT)))),
}


@pytest.mark.parametrize("prompt", EXTREMES.values(), ids=EXTREMES.keys())
def test_extreme_prompts_are_answered_and_can_be_tracked(prompt):
    tracker = FlowEngine().open(small_clip())
    made = tracker.add_prompt(0, 2, prompt, None)
    for direction, stop in ((Direction.FORWARD, FRAMES - 1), (Direction.BACKWARD, 0)):
        frames = list(tracker.propagate(Pass(2, stop, direction, (0,))))
        assert frames[0].masks[0] == made
        assert {(m.masks[0].rle.height, m.masks[0].rle.width) for m in frames} == {(HEIGHT, WIDTH)}


@pytest.mark.parametrize("all_background_first", [False, True])
def test_as_many_points_as_are_allowed_at_once_are_all_obeyed_in_bounded_work(monkeypatch, all_background_first):
    cuts = []
    monkeypatch.setattr(grabcut.cv2, "grabCut", lambda *rest, real=grabcut.cv2.grabCut: cuts.append(1) or real(*rest))
    chance = random.Random(1)
    points = [
        Point(chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT), chance.randrange(2)) for _ in range(MOST_POINTS)
    ]
    if all_background_first:
        points.sort(key=lambda point: point.label)
    made = rle.decode(FlowEngine().open(small_clip()).add_prompt(0, 0, Prompt(tuple(points)), None).rle)
    law = {(int(point.y), int(point.x)): point.label == OBJECT for point in points}
    assert all(made[pixel] == wanted for pixel, wanted in law.items())
    assert len(cuts) <= 10 * (MOST_SINGLY + 2)


def test_many_clicks_at_once_still_find_the_object():
    clip = small_clip()
    true = clip.masks[0][0]
    chance = random.Random(2)
    places = [(chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT)) for _ in range(120)]
    points = [Point(20.0, 24.0, 1), *(Point(x, y, int(true[int(y), int(x)])) for x, y in places)]
    made = FlowEngine().open(clip).add_prompt(0, 0, Prompt(tuple(points)), None)
    assert iou(rle.decode(made.rle), true) > 0.8


@pytest.mark.parametrize(("height", "width"), [(2, 2), (2, 64), (16, 10), (48, 2), (64, 64)])
def test_the_smallest_videos_can_be_tracked(height, width):
    chance = np.random.default_rng(1)
    frames = [chance.integers(0, 255, (height, width, 3), np.uint8) for _ in range(4)]
    tracker = FlowEngine().open(Clip(frames, []))
    tracker.add_prompt(0, 0, Prompt((Point(width / 2, height / 2, 1),)), None)
    tracker.add_prompt(1, 0, Prompt(box=Box(0, 0, width / 2, height / 2)), None)
    for frame in tracker.propagate(Pass(0, 3, Direction.FORWARD, (0, 1))):
        assert {(mask.rle.height, mask.rle.width) for mask in frame.masks.values()} == {(height, width)}
