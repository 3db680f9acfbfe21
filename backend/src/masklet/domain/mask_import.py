"""Masks that come from a file into a session: what is wanted, what was read, what was taken, and what did not fit. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from string import Formatter

from masklet.domain.session import Run
from masklet.domain.video import Video

MOST_PROBLEMS = 100  # listed one by one; the others are counted


class TakenAs(StrEnum):
    """What the masks of a file become."""

    FIRST_MASKS = "first_masks"  # the first mask of each object is a prompt: track from there
    PROMPTS = "prompts"  # every mask is a prompt
    MASKLETS = "masklets"  # finished: masks that tracking leaves alone, as if a person had accepted them


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a file is read. Frame `number` of the file is the clip's frame `number * stride + offset`.

    `format_name` None: found out. `same_name`: an object of the same name takes the masks, instead of a new one.
    `new_classes`: the file may add to the project's classes.
    """

    taken_as: TakenAs = TakenAs.MASKLETS
    format_name: str | None = None
    same_name: bool = False
    offset: int = 0
    stride: int = 1
    new_classes: bool = True


@dataclass(frozen=True, slots=True)
class ImportFormatInfo:
    """An import format as a person chooses it. `suffixes` of the files that can be of it, with their dots."""

    name: str
    title: str
    description: str
    suffixes: tuple[str, ...]


class ProblemKind(StrEnum):
    """Why an item was not taken, or not as it is (`details` in brackets)."""

    DAMAGED = "damaged"  # it cannot be read
    NOT_FOUND = "not_found"  # [name] it speaks of something that the file does not hold
    UNSUPPORTED = "unsupported"  # [name] a kind of shape that is no mask
    UNNUMBERED = "unnumbered"  # its name has no number, which would say its frame
    SIZE = "size"  # [width, height, clip_width, clip_height] of another shape than the clip
    FRAME = "frame"  # [number, last] the clip has no such frame
    EMPTY = "empty"  # not a single pixel
    OTHER_CLIP = "other_clip"  # [name] it belongs to another clip than the one that was taken
    OBJECTS = "objects"  # [limit] one object too many
    LOCKED = "locked"  # [name] the object is locked
    ACCEPTED = "accepted"  # [name, frame_index] a person accepted the mask that is there
    SCALED = "scaled"  # [width, height] taken, scaled to the clip
    TWICE = "twice"  # [frame_index] taken: several masks of an object on a frame became one
    NO_TRACKS = "no_tracks"  # taken: no track ids, so objects were told apart by class and order
    FROM_ONE = "from_one"  # taken: the file counts frames from 1
    NO_CLASS = "no_class"  # [name] taken, without its class: the project has none of this name, and a guest adds none
    FRAME_COUNT = "frame_count"  # [count, clip_count] taken: the file speaks of another number of frames


TAKEN = frozenset(
    {
        ProblemKind.SCALED,
        ProblemKind.TWICE,
        ProblemKind.NO_TRACKS,
        ProblemKind.FROM_ONE,
        ProblemKind.NO_CLASS,
        ProblemKind.FRAME_COUNT,
    }
)
_SENTENCES = {
    ProblemKind.DAMAGED: "It cannot be read.",
    ProblemKind.NOT_FOUND: "It speaks of “{name}”, which is not in the file.",
    ProblemKind.UNSUPPORTED: "“{name}” is no mask; it was left out.",
    ProblemKind.UNNUMBERED: "There is no number in its name, which would say its frame.",
    ProblemKind.SIZE: "It is {width} × {height} pixels, which does not fit the clip's {clip_width} × {clip_height}.",
    ProblemKind.FRAME: "The clip has no frame {number}; its frames are 0 to {last}.",
    ProblemKind.EMPTY: "The mask is empty.",
    ProblemKind.OTHER_CLIP: "It belongs to another clip, “{name}”; one clip is taken at a time.",
    ProblemKind.OBJECTS: "A session takes at most {limit} objects.",
    ProblemKind.LOCKED: "“{name}” is locked; unlock it first.",
    ProblemKind.ACCEPTED: "The mask of “{name}” on frame {frame_index} was accepted and stays.",
    ProblemKind.SCALED: "Masks of {width} × {height} pixels were scaled to the clip.",
    ProblemKind.TWICE: "Several masks of one object on frame {frame_index} were taken as one.",
    ProblemKind.NO_TRACKS: "There are no track ids: objects were told apart by their class and their order on the frame.",
    ProblemKind.FROM_ONE: "The file counts frames from 1; its frame 1 became the clip's first, frame 0.",
    ProblemKind.NO_CLASS: "It was taken without its class: the project has no class “{name}”, and guests add none.",
    ProblemKind.FRAME_COUNT: "The file speaks of {count} frames, the clip has {clip_count}.",
}


def details_of(kind: ProblemKind) -> tuple[str, ...]:
    """What the sentence of a kind speaks of, in its order."""
    return tuple(name for _, name, _, _ in Formatter().parse(_SENTENCES[kind]) if name is not None)


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """One thing that did not fit. `item` is the file's own name for it, such as "annotation 12"; empty: the whole file."""

    item: str
    kind: ProblemKind
    details: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def was_taken(self) -> bool:
        """The item came in all the same."""
        return self.kind in TAKEN

    @property
    def message(self) -> str:
        """A sentence."""
        return _SENTENCES[self.kind].format(**self.details)


@dataclass(frozen=True, slots=True)
class Problems:
    """What did not fit: the first MOST_PROBLEMS of them, and how many there are in all."""

    listed: tuple[ImportProblem, ...] = ()
    count: int = 0

    def __add__(self, other: "Problems") -> "Problems":
        return Problems((*self.listed, *other.listed)[:MOST_PROBLEMS], self.count + other.count)


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """Read `source` (a file, or a folder) for a clip into `out_file`, as masks/masklet_file.py keeps them.

    `file_name` is what the person calls it. Only `max_objects` objects are kept; of each only the first mask where
    `only_first`.
    """

    source: str
    file_name: str
    video: Video
    out_file: str
    format_name: str | None
    offset: int
    stride: int
    max_objects: int
    only_first: bool


@dataclass(frozen=True, slots=True)
class ReadObject:
    """An object that was found, with its id in `out_file`: from 0, bottom to top. `colour` is #rrggbb.

    `seen` are the runs of frames with a mask of it, `hidden` those of which the file says that it is not there.
    """

    object_id: int
    name: str
    class_name: str | None
    colour: str | None
    masks: int
    seen: tuple[Run, ...]
    hidden: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class ReadMasks:
    """What a file held. `masks` is their number over all objects."""

    format_name: str
    objects: tuple[ReadObject, ...]
    masks: int
    problems: Problems


@dataclass(frozen=True, slots=True)
class ImportedObject:
    """An object of the session that took masks. `is_new`: it was made for them."""

    object_id: int
    name: str
    is_new: bool
    masks: int
    first_frame: int
    last_frame: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought."""

    format_name: str
    objects: tuple[ImportedObject, ...]
    masks: int
    problems: Problems
