"""A small run that every test of training can use."""

from collections.abc import Callable

import pytest
import torch

from masklet.training.clips import Clips, generate
from masklet.training.settings import TrainingSettings
from masklet.training.textures import Atlas, make_atlas


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """All families, a few of each."""
    return make_atlas(3, 4)


@pytest.fixture(scope="session")
def clips(atlas: Atlas) -> Clips:
    """Six clips of 96 x 160."""
    return generate(5, 6, 96, 160, atlas)


@pytest.fixture
def small() -> TrainingSettings:
    """Six steps on little pictures."""
    torch.set_num_threads(1)
    return TrainingSettings(
        seed=4,
        steps=6,
        batch=4,
        clip_height=64,
        clip_width=96,
        fresh=4,
        fresh_every=2,
        pool=3,
        pool_filled=2,
        windows=((32, 48), (48, 48)),
        atlas_columns=3,
        report_every=3,
        flow_threads=1,
        encoded=0.5,
    )


@pytest.fixture
def ends_after() -> Callable[[int], Callable[[], float]]:
    """A clock that jumps beyond the limit after so many steps' questions."""

    def made(steps: int) -> Callable[[], float]:
        asked = 0

        def clock() -> float:
            nonlocal asked
            asked += 1
            return 0.0 if asked < 4 * steps else 2e9

        return clock

    return made
