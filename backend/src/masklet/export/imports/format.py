"""What an import format is: how a person chooses it, how a file of it is known, and a function that reads one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from masklet.domain.mask_import import ImportFormatInfo
from masklet.domain.video import Video
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.found import Found

Knows = Callable[[ImportFiles], bool]  # looks at names and beginnings only
Read = Callable[[ImportFiles, Video], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """`read` streams: it never holds the masks of the whole file. It raises InvalidInput where nothing can be read.

    `is_from_zero`: its rules leave no doubt that frames count from 0, whatever numbers a file happens to hold.
    """

    info: ImportFormatInfo
    knows: Knows
    read: Read
    is_from_zero: bool = False
