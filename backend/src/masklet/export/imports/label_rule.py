"""Pictures whose numbers or colours stand for objects. Knows no files."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from masklet.export.imports.matte_rule import MatteRule, grey_of
from masklet.export.imports.picture import Picture
from masklet.export.pictures import voc_palette

MOST_VALUES = 256  # with the background: pictures with more are photographs
_VOID = 255

Labels = NDArray[Any]


class LabelRule:
    """One sequence's pictures: each number is an object, 0 the background, the highest (255; 65,535 of 16 bits) void.

    A colour is the number that DAVIS' palette gives it, else one from 256 on. The first picture that shows anything decides
    whether the sequence is one object's matte, unless `is_matte` says it: cut out; only void; or grey, with white as the commonest number.
    """

    def __init__(self, is_matte: bool | None = None) -> None:
        self.is_matte = is_matte
        self._matte = MatteRule()
        self._colours = _palette_numbers()

    def labels(self, picture: Picture) -> Labels | None:
        """H x W, a number for each object, 0 for all else; None where it is no picture of masks."""
        if self.is_matte is None:
            self.is_matte = _is_matte(picture)
        if self.is_matte:
            mask = self._matte.mask(picture)
            return None if mask is None else mask.astype(np.uint8)
        if picture.pixels.ndim == 3:
            return self._numbers(picture.pixels)
        return np.where(picture.pixels == picture.white, picture.pixels.dtype.type(0), picture.pixels)

    def number_of(self, colour: tuple[int, int, int]) -> int:
        """A colour's number."""
        red, green, blue = colour
        return self._colours.setdefault(red << 16 | green << 8 | blue, len(self._colours))

    def _numbers(self, colours: NDArray[np.uint8]) -> Labels | None:
        packed = _packed(colours)
        found, places = np.unique(packed, return_inverse=True)
        if len(found) > MOST_VALUES:
            return None
        for colour in found.tolist():
            self._colours.setdefault(colour, len(self._colours))
        numbers = np.array([self._colours[colour] for colour in found.tolist()], np.int32)
        numbers[numbers == _VOID] = 0
        return numbers[places].reshape(packed.shape)


def values_of(labels: Labels) -> list[int] | None:
    """The objects' numbers, ascending; None where there are too many for a picture of masks."""
    found = np.flatnonzero(np.bincount(labels.ravel())).tolist()
    return [value for value in found if value] if len(found) <= MOST_VALUES else None


def _is_matte(picture: Picture) -> bool | None:
    """None where nothing is seen yet."""
    if picture.is_cut_out and not picture.is_palette:
        return True
    grey = grey_of(picture)
    if grey is None:
        return False
    counts = np.bincount(grey.ravel(), minlength=picture.white + 1)
    others, white = counts[1 : picture.white], counts[picture.white]
    if not white and not others.any():
        return None
    return bool(white and (not others.any() or (not picture.is_palette and white >= others.max())))


def _packed(colours: NDArray[np.uint8]) -> NDArray[np.int32]:
    red, green, blue = (colours[..., channel].astype(np.int32) for channel in range(3))
    return red << 16 | green << 8 | blue


def _palette_numbers() -> dict[int, int]:
    """By packed colour."""
    table = np.frombuffer(voc_palette(), np.uint8).reshape(256, 3)
    return {colour: number for number, colour in enumerate(_packed(table).tolist())}
