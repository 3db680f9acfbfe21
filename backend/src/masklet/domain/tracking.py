"""What crosses the line between the service and an engine: an engine's description, prompted frames, one pass of tracking."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from masklet.domain.masklet import ObjectMask, Rle
from masklet.domain.prompt import Prompt
from masklet.domain.session import Direction


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What a person is told of an engine. `reason` says why it is not available, or is empty; `needs` what it asks for.

    `precision` is "float32", "bfloat16", "float16", or "" where it does not apply. `estimated_ms` is for a frame and
    an object at the full image size on this device, None where not known. `image_sizes` are those that a person may
    choose from, largest first, none for an engine that works in the video's own pixels. `checkpoint` is the name of
    the one that it needs. `carries_corrections`: after a correction it tracks only from there to the neighbouring
    prompted frames, and its masks meet those that are stored (masks.meeting); the other engines track all again.
    """

    name: str
    title: str
    description: str
    available: bool
    reason: str
    device: str
    needs: str
    precision: str = ""
    estimated_ms: float | None = None
    image_sizes: tuple[int, ...] = ()
    checkpoint: str | None = None
    carries_corrections: bool = False


def engine_and_size(name: str) -> tuple[str, int | None]:
    """What a session keeps, as `sam2.1_hiera_tiny@512`: the engine's name, and the image size where it is not the full one."""
    engine, _, size = name.partition("@")
    return (engine, int(size)) if size.isdecimal() else (name, None)


def engine_at(engine: EngineInfo, image_size: int) -> str:
    """The inverse, for a size that the engine has."""
    return engine.name if image_size == engine.image_sizes[0] else f"{engine.name}@{image_size}"


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
