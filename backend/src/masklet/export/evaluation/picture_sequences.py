"""Masks that are pictures: one with the numbers of the objects per frame (DAVIS), or one per object and frame (SA-V)."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile
from zipfile import Path as ZipPath

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from masklet.domain.errors import InvalidInput
from masklet.export.evaluation.mask_sequence import FrameKey, LabelledFrame

VOID = 255
Place = Path | ZipPath
Files = Mapping[FrameKey, Place]


class NumberedPictures:
    """Palette or grey pictures: 0 background, 1 to 254 objects, 255 not judged. Grey ones of 0 and 255 alone show object 1."""

    def __init__(self, name: str, files: Files) -> None:
        self.name, self._files = name, files

    @property
    def frames(self) -> Sequence[FrameKey]:
        """See MaskSequence."""
        return tuple(self._files)

    def numbers(self) -> set[int]:
        """See MaskSequence."""
        return set().union(*(self.read(key).masks for key in self._files))

    def read(self, key: FrameKey) -> LabelledFrame:
        """See MaskSequence."""
        labels, is_grey = _labels(self._files[key])
        values = np.flatnonzero(np.bincount(labels.ravel(), minlength=VOID + 1)).tolist()
        height, width = labels.shape
        if is_grey and set(values) <= {0, VOID}:  # DAVIS 2016
            return LabelledFrame(height, width, {1: labels == VOID} if VOID in values else {})
        masks = {value: labels == value for value in values if 0 < value < VOID}
        return LabelledFrame(height, width, masks, labels == VOID if VOID in values else None)


class ObjectPictures:
    """Pictures of one object each, all but 0 is the object; they may overlap. `files` by object's number."""

    def __init__(self, name: str, files: Mapping[int, Files]) -> None:
        self.name, self._files = name, files

    @property
    def frames(self) -> Sequence[FrameKey]:
        """See MaskSequence."""
        return tuple(dict.fromkeys(key for of_object in self._files.values() for key in of_object))

    def numbers(self) -> set[int]:
        """See MaskSequence."""
        return set(self._files)

    def read(self, key: FrameKey) -> LabelledFrame:
        """See MaskSequence."""
        masks = {number: _labels(files[key])[0] > 0 for number, files in self._files.items() if key in files}
        sizes = {mask.shape for mask in masks.values()}
        if len(sizes) > 1:
            raise InvalidInput(f"The pictures of frame {key} have different sizes.")
        height, width = sizes.pop()
        return LabelledFrame(height, width, masks)


def _labels(file: Place) -> tuple[NDArray[np.uint8], bool]:
    """A picture's values, H x W, and whether they are greys rather than places in a palette."""
    try:
        with Image.open(BytesIO(file.read_bytes()), formats=("PNG",)) as picture:
            if picture.mode not in ("P", "L", "1"):
                raise InvalidInput(f"{file.name} is a picture in colour; masks are palette or grey pictures.")
            values = np.asarray(picture.convert("L") if picture.mode == "1" else picture, np.uint8)
            return values, picture.mode != "P"
    except (OSError, ValueError, SyntaxError, BadZipFile, Image.DecompressionBombError) as error:
        raise InvalidInput(f"The picture {file.name} cannot be read.") from error
