"""What an import format tells while it reads, in any order: objects, frames that are spoken of, masks, and what does not fit."""

from dataclasses import dataclass

from masklet.domain.mask_import import ImportProblem
from masklet.domain.masklet import Rle

Key = str | int  # the file's own name of an object


@dataclass(frozen=True, slots=True)
class FoundObject:
    """Told before the object's first mask; objects are told bottom to top. `name` empty: after its class, or its number.

    Told again where more is known of it: what was left out is filled in.

    `number` is what the manifest of an export of ours calls it (from 1), where the file has such numbers.
    """

    key: Key
    name: str = ""
    class_name: str | None = None
    colour: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class FoundFrames:
    """The file speaks of these frames (its own numbers): an object without a mask there is hidden.

    With a `key` it speaks of that object only, which was told before.
    """

    numbers: range
    key: Key | None = None


@dataclass(frozen=True, slots=True)
class FoundMask:
    """A mask of any size on the file's frame `number`; its run lengths are not checked yet. `item` is what a person finds it by."""

    key: Key
    number: int
    rle: Rle
    item: str


Found = FoundObject | FoundFrames | FoundMask | ImportProblem
