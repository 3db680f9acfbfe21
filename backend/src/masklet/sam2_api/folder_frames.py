"""Frames that are picture files: each file's kind is told by its content, its place by the numbers in its name."""

import re
import warnings
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from masklet.domain.errors import InvalidInput, VideoUnreadable
from masklet.sam2_api.errors import FrameError
from masklet.video.images import natural_order

FORMATS = ("BMP", "GIF", "JPEG", "JPEG2000", "PNG", "PPM", "TIFF", "WEBP")
_NUMBERED_PICTURE = re.compile(r".*\d.*\.(bmp|gif|jpe?g|jp2|png|ppm|tiff?|webp)", re.IGNORECASE)
_NAMED = 3  # files that a warning names
_CACHED_FRAMES = 8
_FAULTS = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)  # what Pillow raises for damage


class FolderFrames:
    """Picture files in their order; all must have the size of the first. They are shown as stored, whatever EXIF says.

    Raises VideoUnreadable where there is no picture, InvalidInput naming the first file of another size.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._files, sizes = list(files), [_size(file) for file in files]
        known = [(file, size) for file, size in zip(files, sizes, strict=True) if size is not None]
        if not known:
            raise VideoUnreadable("There is no picture that can be read.")
        first, (self.width, self.height) = known[0]
        for file, (width, height) in known:
            if (width, height) != (self.width, self.height):
                raise InvalidInput(
                    f"All frames must have one size: {file.name} is {width} x {height}, "
                    f"{first.name} is {self.width} x {self.height}."
                )
        self._cache: OrderedDict[int, NDArray[np.uint8]] = OrderedDict()

    @classmethod
    def of_folder(cls, folder: Path) -> Self:
        """The pictures of a folder. Files that are none are left out with a warning that names them; a damaged one that
        is numbered and named as a picture stays in its place, so that the frames after it keep theirs."""
        files = [file for file in folder.iterdir() if file.is_file() and not file.name.startswith(".")]
        files.sort(key=lambda file: (natural_order(file.name), file.name))
        frames = [file for file in files if _NUMBERED_PICTURE.fullmatch(file.name) or _size(file) is not None]
        _warn_of(sorted({file.name for file in files} - {file.name for file in frames}))
        if not frames:
            raise VideoUnreadable(f"The folder {folder.name!r} holds no pictures.")
        return cls(frames)

    @property
    def frame_count(self) -> int:
        """Files that are frames."""
        return len(self._files)

    def read(self, frame_index: int) -> NDArray[np.uint8]:
        """H x W x 3 uint8 RGB, not writable. Raises FrameError, VideoUnreadable with the frame's name."""
        if not 0 <= frame_index < self.frame_count:
            raise FrameError(f"The video has no frame {frame_index}: it has {self.frame_count}, counted from 0.")
        if frame_index not in self._cache:
            self._cache[frame_index] = self._decode(frame_index)
            while len(self._cache) > _CACHED_FRAMES:
                self._cache.popitem(last=False)
        self._cache.move_to_end(frame_index)
        return self._cache[frame_index]

    def close(self) -> None:
        """Drop the cache. Idempotent."""
        self._cache.clear()

    def _decode(self, frame_index: int) -> NDArray[np.uint8]:
        name = self._files[frame_index].name
        try:
            with Image.open(self._files[frame_index], formats=FORMATS) as image:
                frame = np.array(image.convert("RGB"))
        except _FAULTS as error:
            raise VideoUnreadable(
                f"Frame {frame_index} of the video, {name}, cannot be decoded.", frame_index=frame_index
            ) from error
        if frame.shape[:2] != (self.height, self.width):
            raise VideoUnreadable(f"Frame {frame_index}, {name}, has another size now.", frame_index=frame_index)
        frame.flags.writeable = False
        return frame


def _size(file: Path) -> tuple[int, int] | None:
    """(width, height) from the file's head; None where it is no picture."""
    try:
        with Image.open(file, formats=FORMATS) as image:
            return image.size
    except _FAULTS:
        return None


def _warn_of(names: list[str]) -> None:
    if names:
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        warnings.warn(f"Left out, since they are no pictures: {', '.join(names[:_NAMED])}{more}.", stacklevel=5)
