"""The built-in tracker's corrections on generated clips, carried as the service carries them: what was wrong goes, the rest stays."""

import numpy as np
import pytest
from moving_shapes import Clip, iou, moving_discs

from masklet.domain.correction import change_of, words
from masklet.domain.masklet import ObjectMask
from masklet.domain.prompt import Point, Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass
from masklet.engine.flow.engine import FlowEngine
from masklet.engine.protocol import Tracker
from masklet.masks import rle
from masklet.masks.meeting import Meeting
from masklet.service.planning import History, plan_correction

LAST = 9


class Session:
    """One object: its tracker, its prompts and what is stored."""

    def __init__(self, clip: Clip, frame_index: int, prompt: Prompt) -> None:
        self.tracker: Tracker = FlowEngine().open(clip)
        self.prompts = {frame_index: prompt}
        self.tracker.add_prompt(0, frame_index, prompt, None)
        self.stored: dict[int, ObjectMask] = {}
        for run in (Pass(frame_index, LAST, Direction.FORWARD, (0,)), Pass(frame_index, 0, Direction.BACKWARD, (0,))):
            self.stored |= {step.frame_index: step.masks[0] for step in self.tracker.propagate(run)}

    def correct(self, frame_index: int, point: Point) -> list[int]:
        """One click, carried; answers the frames that were tracked again."""
        prompt = Prompt((point,))
        self.prompts[frame_index] = prompt
        made = self.tracker.add_prompt(0, frame_index, prompt, self.stored[frame_index].rle)
        self.stored[frame_index] = made
        history = History(sorted(self.prompts), [], {at: words(one) for at, one in self.prompts.items()})
        tracked = []
        for planned in plan_correction(0, history, frame_index, change_of(prompt, 0, rle.is_empty(made.rle)), LAST):
            assert planned.correction is not None
            meeting = Meeting(planned.correction)
            for step in self.tracker.propagate(Pass(planned.start, planned.stop, planned.direction, (0,))):
                at = step.frame_index
                if at not in self.prompts:
                    self.stored[at] = meeting.meet(at, self.stored[at], step.masks[0])
                    tracked.append(at)
        return tracked

    def mask(self, frame_index: int) -> np.ndarray:
        return rle.decode(self.stored[frame_index].rle)


@pytest.fixture
def clip():
    return moving_discs(LAST + 1)


def both(clip: Clip, t: int) -> np.ndarray:
    return clip.masks[0][t] | clip.masks[1][t]


def middle(mask: np.ndarray) -> tuple[float, float]:
    y, x = np.nonzero(mask)
    return float(x.mean()), float(y.mean())


def test_what_a_click_takes_away_goes_on_all_frames_and_the_prompted_one_stays(clip):
    session = Session(clip, 0, Prompt(mask=rle.encode(both(clip, 0))))
    first = session.stored[0]
    assert iou(session.mask(9), both(clip, 9)) > 0.8
    assert sorted(session.correct(5, Point(*middle(clip.masks[1][5]), 0))) == [1, 2, 3, 4, 6, 7, 8, 9]
    assert session.stored[0] == first
    for t in range(1, LAST + 1):
        assert iou(session.mask(t), clip.masks[0][t]) > 0.8, t


def test_an_object_mistaken_for_another_is_replaced_near_the_click_and_fades_out_at_the_neighbour(clip):
    session = Session(clip, 0, Prompt(mask=rle.encode(clip.masks[1][0])))
    session.prompts[0] = Prompt((Point(1, 1, 1),))  # as little was said there as will be here
    session.correct(5, Point(*middle(clip.masks[0][5]), 1))
    for t in range(1, LAST + 1):
        assert iou(session.mask(t), clip.masks[1 if t <= 2 else 0][t]) > 0.7, t


def test_beyond_the_neighbouring_prompted_frames_nothing_changes(clip):
    session = Session(clip, 0, Prompt(mask=rle.encode(both(clip, 0))))
    session.correct(4, Point(*middle(clip.masks[1][4]), 0))
    before = dict(session.stored)
    assert sorted(session.correct(2, Point(*middle(clip.masks[0][2]), 0))) == [1, 3]
    assert {t: session.stored[t] for t in range(4, LAST + 1)} == {t: before[t] for t in range(4, LAST + 1)}
