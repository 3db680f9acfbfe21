"""What of a session is exported, as one object that every format receives, and how a wish is held to a clip. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from masklet.domain.errors import FrameOutOfRange, InvalidInput, ObjectNotFound, UnknownExport
from masklet.domain.session import TrackedObject

ParameterValue = str | float | bool


class ExportSelection(Enum):
    """A part of ExportOptions beside `values`. A format tells which ones it takes."""

    FRAMES = "frames"
    OBJECTS = "objects"
    STRIDE = "stride"
    RESOLUTION = "resolution"


class Resolution(Enum):
    """Which pixels masks and pictures are written in: the normalised clip's, or those of the file as it came."""

    NORMALISED = "normalised"
    ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What is wanted. Left out is the whole; a new choice is a field here and, where not every format takes it, a selection.

    `values` are of the options that the format itself lists.
    """

    values: Mapping[str, ParameterValue] = field(default_factory=dict)
    first_frame: int = 0
    last_frame: int | None = None  # included; None: the clip's last
    object_ids: tuple[int, ...] | None = None  # None: all
    stride: int = 1  # every how many frames, from the first
    resolution: Resolution = Resolution.NORMALISED


def frames_of(options: ExportOptions, frame_count: int) -> range:
    """The frame indices, ascending. Raises FrameOutOfRange, and InvalidInput for a range or a stride that holds no frame."""
    if options.stride < 1:
        raise InvalidInput(f"A stride of {options.stride} holds no frame; it is 1 or more.", reason="stride")
    last = frame_count - 1 if options.last_frame is None else options.last_frame
    for frame_index in (options.first_frame, last):
        if not 0 <= frame_index < frame_count:
            raise FrameOutOfRange(
                f"Frame {frame_index} is not in the clip; its frames are 0 to {frame_count - 1}.",
                reason="frames",
                frame_index=frame_index,
                last=frame_count - 1,
            )
    if last < options.first_frame:
        sentence = f"The range ends on frame {last}, before it begins on frame {options.first_frame}."
        raise InvalidInput(sentence, reason="emptyRange")
    return range(options.first_frame, last + 1, options.stride)


def objects_of(options: ExportOptions, objects: Sequence[TrackedObject]) -> tuple[TrackedObject, ...]:
    """The chosen objects, in their order. Raises ObjectNotFound, and InvalidInput where none is chosen."""
    if options.object_ids is None:
        return tuple(objects)
    if not options.object_ids:
        raise InvalidInput("No object is chosen; leave the choice out to export all of them.")
    strangers = sorted(set(options.object_ids) - {one.object_id for one in objects})
    if strangers:
        raise ObjectNotFound(f"The session has no object {strangers[0]}.", object_id=strangers[0])
    return tuple(one for one in objects if one.object_id in options.object_ids)


def fitted(
    options: ExportOptions,
    title: str,
    selections: Sequence[ExportSelection],
    frame_count: int,
    objects: Sequence[TrackedObject],
) -> ExportOptions:
    """With its last frame named. Raises what frames_of and objects_of raise, and UnknownExport where the format called
    `title` takes only the whole."""
    frames_of(options, frame_count)
    chosen = objects_of(options, objects)
    last = frame_count - 1 if options.last_frame is None else options.last_frame
    if ExportSelection.FRAMES not in selections and (options.first_frame, last) != (0, frame_count - 1):
        raise UnknownExport(f"{title} holds the whole clip; it takes no range of frames.")
    if ExportSelection.STRIDE not in selections and options.stride > 1:
        raise UnknownExport(f"{title} holds every frame; it takes no stride.")
    if ExportSelection.RESOLUTION not in selections and options.resolution is not Resolution.NORMALISED:
        raise UnknownExport(f"{title} has the clip's own size; it takes no other resolution.")
    if ExportSelection.OBJECTS not in selections and len(chosen) < len(objects):
        raise UnknownExport(f"{title} holds all objects; it takes no choice of them.")
    return replace(options, last_frame=last)
