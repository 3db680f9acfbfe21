"""The score of a tracked mask: its signals, and that it falls when they do."""

from dataclasses import replace

import numpy as np
from moving_shapes import disc

from masklet.engine.flow import belief
from masklet.engine.flow.fuse import Cues

SHAPE = (80, 100)
INSIDE = disc(80, 100, 50, 40, 18)
SIGNED = np.where(INSIDE, 0.9, -0.9).astype(np.float32)
SURE = np.where(INSIDE, 0.98, 0.02).astype(np.float32)
CLEAR = Cues(INSIDE.astype(np.float32), np.ones(SHAPE, np.float32), SIGNED, SIGNED, 2 * SIGNED, 2 * SIGNED)


def test_a_clear_object_is_believed():
    assert belief.score(belief.signals(INSIDE, CLEAR, SURE, 0.9)) > 0.8


def test_each_signal_that_falls_takes_belief_away():
    clear = belief.signals(INSIDE, CLEAR, SURE, 0.9)
    for name in ("taught", "likeness", "agreement", "continuity", "sureness", "motion"):
        assert belief.score(replace(clear, **{name: 0.0})) < belief.score(clear) - 0.02


def test_a_mask_unlike_all_that_is_known_is_not_believed():
    nothing = np.zeros(SHAPE, np.float32)
    strange = Cues(nothing, nothing, -SIGNED, -SIGNED, nothing, nothing)
    assert belief.score(belief.signals(INSIDE, strange, nothing + 0.5, 0.4)) < 0.1


def test_an_empty_mask_has_a_score_too():
    empty = np.zeros(SHAPE, np.bool_)
    assert 0 <= belief.score(belief.signals(empty, CLEAR, SURE, 0.9)) < 0.5
