"""What crosses the line between the service and an engine: an engine's description, prompted frames, one pass of tracking."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from masklet.domain.masklet import ObjectMask, Rle
from masklet.domain.prompt import Prompt
from masklet.domain.session import Direction


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What a person is told of an engine. `reason` says why it is not available, or is empty; `needs` what it asks for."""

    name: str
    title: str
    description: str
    available: bool
    reason: str
    device: str
    needs: str


@dataclass(frozen=True, slots=True)
class PromptedFrame:
    """One object's prompt on one frame with the mask that it made (None: still to be computed)."""

    object_id: int
    frame_index: int
    prompt: Prompt
    mask: ObjectMask | None


@dataclass(frozen=True, slots=True)
class Pass:
    """One run over frames `start` to `stop`, both included, FORWARD or BACKWARD (never BOTH), for some objects.

    `seeds` are masks known on `start` for objects that have no prompt there.
    """

    start: int
    stop: int
    direction: Direction
    object_ids: tuple[int, ...]
    seeds: Mapping[int, Rle] = field(default_factory=dict)
