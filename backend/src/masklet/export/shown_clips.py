"""Clips of exports with their pictures beside the masks: what a network is fine-tuned on. Pictures come from the export where
it has them (DAVIS), else from videos that are named.
"""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from masklet.domain.errors import InvalidInput
from masklet.export.evaluation.mask_sequence import Bits, FrameKey, MaskSequence
from masklet.export.evaluation.opening import pictures_at, sequences_at
from masklet.export.evaluation.picture_sequences import Place
from masklet.video.reader import VideoReader

Picture = NDArray[np.uint8]  # h x w x 3 RGB


class Pictures(Protocol):
    """A clip's frames."""

    @property
    def keys(self) -> Sequence[FrameKey]:
        """What they are called, in order of time."""
        ...

    def read(self, key: FrameKey) -> Picture:
        """Raises InvalidInput, VideoUnreadable."""
        ...


class JpegPictures:
    """Files of an export."""

    def __init__(self, files: Mapping[FrameKey, Place]) -> None:
        self._files = files

    @property
    def keys(self) -> Sequence[FrameKey]:
        """See Pictures."""
        return tuple(self._files)

    def read(self, key: FrameKey) -> Picture:
        """See Pictures."""
        file = self._files[key]
        try:
            with Image.open(BytesIO(file.read_bytes()), formats=("JPEG",)) as picture:
                return np.asarray(picture.convert("RGB"), np.uint8)
        except (OSError, ValueError, SyntaxError, BadZipFile, Image.DecompressionBombError) as error:
            raise InvalidInput(f"The picture {file.name} cannot be read.") from error


class VideoPictures:
    """Frames of a normalised clip, called by their index. Whoever gave the reader closes it."""

    def __init__(self, reader: VideoReader) -> None:
        self._reader = reader

    @property
    def keys(self) -> Sequence[FrameKey]:
        """See Pictures."""
        return range(self._reader.frame_count)

    def read(self, key: FrameKey) -> Picture:
        """See Pictures."""
        return self._reader.read(int(key))


class ShownClip:
    """A clip with masks on frames that can be looked at."""

    def __init__(self, masks: MaskSequence, pictures: Pictures) -> None:
        self._masks, self._pictures = masks, pictures
        self.name, self.pictures = masks.name, pictures.keys
        known = set(masks.frames)
        self.masked: Sequence[FrameKey] = [key for key in pictures.keys if key in known]
        if len(self.masked) < len(known):
            lacking = next(key for key in masks.frames if key not in set(pictures.keys))
            raise InvalidInput(f"{masks.name} has masks on frame {lacking}, of which there is no picture.")

    def picture(self, key: FrameKey) -> Picture:
        """A frame, h x w x 3 RGB. Raises InvalidInput, VideoUnreadable."""
        return self._pictures.read(key)

    def masks(self, key: FrameKey) -> Mapping[int, Bits]:
        """The objects on one of `masked`, by number. Raises InvalidInput."""
        return self._masks.read(key).masks


def shown_clips(exports: Sequence[Path], videos: Mapping[str, VideoReader]) -> list[ShownClip]:
    """The clips of all exports; `videos` by what they are called belong to clips of that name, two that are alone together.

    Raises InvalidInput where an export has no masks, a clip no pictures, or a video no masks.
    """
    clips = [(path, one) for path in exports for one in sequences_at(path)]
    left = dict(videos)
    found = []
    for path, masks in clips:
        chosen = next((name for name in left if _plain(name) == _plain(masks.name)), None)
        if chosen is None and len(left) == 1 and len(clips) == 1:
            chosen = next(iter(left))
        files = {} if chosen is not None else pictures_at(path, masks.name)
        if chosen is None and not files:
            raise InvalidInput(
                f"{path.name} holds masks of {masks.name}, but no frames: export DAVIS 2017 with pictures, or name its video."
            )
        found.append(ShownClip(masks, VideoPictures(left.pop(chosen)) if chosen is not None else JpegPictures(files)))
    if left:
        raise InvalidInput(f"There are no masks of {', '.join(left)}: a video is called as the clip of its masks.")
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
