"""What crosses the line between a person's export and the room that writes it: formats and effects as data, and one request."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from masklet.domain.export_options import ExportOptions, ExportSelection, ParameterValue
from masklet.domain.prompt import Prompt
from masklet.domain.session import ObjectClass, TrackedObject
from masklet.domain.video import Video

__all__ = ["ExportFormatInfo", "ExportGroup", "ExportRequest", "ParameterInfo", "ParameterValue"]


@dataclass(frozen=True, slots=True)
class ParameterInfo:
    """One option of an export format or an effect. `kind`: number, colour, choice, toggle, text, image (a
    data URL, "" for none) or effects (a stack as JSON: domain/effects.py).

    `step` (numbers): values are whole multiples of it; None: any value within the bounds.
    """

    name: str
    title: str
    kind: str
    default: ParameterValue
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    step: float | None = None


class ExportGroup(Enum):
    """What people want a format for."""

    DATA = "data"  # to train and to evaluate
    TOOLS = "tools"  # to go on in another annotation program
    EDITING = "editing"  # for film and pictures
    OVERVIEW = "overview"  # to look at and to measure
    SESSION = "session"  # to open again here


@dataclass(frozen=True, slots=True)
class ExportFormatInfo:
    """An export format as a person chooses it; `suffix` is the download's, with its dot.

    `selections`: what it takes beside its `options`. `reads_before`: how many frames ahead of the first it may look at.
    """

    name: str
    title: str
    description: str
    suffix: str
    options: tuple[ParameterInfo, ...]
    selections: tuple[ExportSelection, ...] = tuple(ExportSelection)
    reads_before: int = 0
    group: ExportGroup = ExportGroup.DATA  # the registry's word


def manifest_file(out_file: Path) -> Path:
    """Where the manifest of an export lies that is a single file: a package has it inside."""
    return out_file.with_name(out_file.name + ".manifest.json")


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Write one export to `out_file` (a temporary name; the service renames it), and its `manifest_file`. `masklets_file` see masks/masklet_file.py.

    `objects` are all of the session; masks of frames and objects that are not wanted may be left out of the file.
    """

    format_name: str
    options: ExportOptions
    video: Video
    media_file: str
    frame_times_file: str
    engine: str
    session_id: str
    objects: tuple[TrackedObject, ...]
    masklets_file: str
    out_file: str
    session_name: str = ""
    prompts: tuple[tuple[int, int, Prompt], ...] = ()  # (object id, frame index, what was said)
    classes: tuple[ObjectClass, ...] = ()
    effects: str | None = None  # the session's stack as JSON; the option of a format that draws is another thing
