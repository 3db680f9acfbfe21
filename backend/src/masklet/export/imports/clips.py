"""Files that speak of several clips: which one is meant, and numbers in the names of their frames. Pure."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from masklet.domain.video import Video
from masklet.export.names import plain_name

_LONGEST = 200  # characters of a name that are looked at, from its end
_LAST_DIGITS = re.compile(r"(\d+)\D*$")


def meant_clip(names: Sequence[str], video: Video) -> str:
    """The one that is called as the clip or its original file, else the first."""
    own = {plain_name(name).lower() for name in (video.title, PurePosixPath(video.source.file_name).stem)}
    return next((name for name in names if plain_name(PurePosixPath(name).name).lower() in own), names[0])


def frame_number(name: str) -> int | None:
    """The last number in a file's name, its suffix and folders left out; None where it has none."""
    found = _LAST_DIGITS.search(PurePosixPath(name[-_LONGEST:]).stem)
    return int(found[1]) if found is not None and len(found[1]) <= 12 else None
