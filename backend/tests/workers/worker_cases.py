"""What the tests of the workers share: a clip, sessions of it, a pass, a request, and the error of an act."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from masklet.domain.errors import MaskletError
from masklet.domain.prompt import Point, Prompt
from masklet.domain.session import Direction
from masklet.domain.tracking import Pass
from masklet.domain.video import SourceMeta, Video
from masklet.workers.interface import PrepareRequest, SessionSpec

CLICK = Prompt(points=(Point(1.0, 1.0, 1),))
CLIP = Video(
    path="uploads/x.mp4",
    title="x",
    width=8,
    height=6,
    pad_right=0,
    pad_bottom=0,
    frame_count=1000,
    frame_rate=Fraction(24),
    has_audio=False,
    source=SourceMeta("x.mp4", 8, 6, 0, "h264", "mp4", 0.0),
)


def session(session_id: str, engine: str = "fast", prompted: tuple = ()) -> SessionSpec:
    return SessionSpec(session_id, engine, "x.mp4", CLIP, prompted)


def forward(*object_ids: int, start: int = 0, stop: int = 999) -> Pass:
    return Pass(start, stop, Direction.FORWARD, object_ids)


def preparation(order: str) -> PrepareRequest:
    return PrepareRequest(
        order, "clip.mp4", "uploads/x.mp4", "/nowhere", None, None, 60.0, 1280, 720, 10**7, Fraction(24)
    )


def failure(act: Callable[[], object]) -> MaskletError:
    with pytest.raises(MaskletError) as caught:
        act()
    return caught.value
