"""Masks to and from COCO run-length encoding: column-major, compressed counts as an ASCII string. Knows no files."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from pycocotools import _mask as coco

from masklet.domain.errors import InvalidInput
from masklet.domain.masklet import Rle

BoolMask = NDArray[np.bool_]
_MOST_GROUPS = 7  # of 5 bits: more than any picture's pixels need


def encode(mask: NDArray[np.bool_] | NDArray[np.uint8]) -> Rle:
    """The mask (height x width; zero is background, all else object) as an Rle."""
    height, width = mask.shape
    bits = mask.view(np.uint8) if mask.dtype == np.bool_ else (mask != 0).view(np.uint8)
    column_major = np.asfortranarray(bits).reshape(height, width, 1, order="F")
    return Rle(height, width, coco.encode(column_major)[0]["counts"].decode("ascii"))


def decode(rle: Rle) -> BoolMask:
    """The mask, height x width bool, row-major. Counts from strangers go through `check` first."""
    column_major = coco.decode([_as_coco(rle)])[:, :, 0]
    return np.ascontiguousarray(column_major).view(np.bool_)


def from_runs(lengths: Sequence[int] | NDArray[np.int64], height: int, width: int) -> Rle:
    """From uncompressed counts, as `runs` gives them; not checked. Raises InvalidInput where they are no lengths."""
    try:
        packed = coco.frPyObjects([{"size": [height, width], "counts": lengths}], height, width)
    except (ValueError, TypeError, OverflowError) as error:
        raise InvalidInput("The mask's run lengths are damaged.") from error
    return Rle(height, width, packed[0]["counts"].decode("ascii"))


def area(rle: Rle) -> int:
    """Object pixels, without decoding."""
    return int(coco.area([_as_coco(rle)])[0])


def bounding_box(rle: Rle) -> tuple[int, int, int, int]:
    """(x, y, width, height) of the smallest rectangle that holds the object; all 0 when the mask is empty."""
    x, y, width, height = (int(side) for side in coco.toBbox([_as_coco(rle)])[0])
    return x, y, width, height


def union(first: Rle, second: Rle) -> Rle:
    """What either holds, without decoding."""
    return _merged(first, second, False)


def intersection(first: Rle, second: Rle) -> Rle:
    """What both hold, without decoding."""
    return _merged(first, second, True)


def empty(height: int, width: int) -> Rle:
    """A mask without any object pixel."""
    return encode(np.zeros((height, width), np.uint8))


def is_empty(rle: Rle) -> bool:
    """True without any object pixel."""
    return area(rle) == 0


def runs(rle: Rle) -> NDArray[np.int64]:
    """The uncompressed counts: lengths of background and object runs in turn, background first. Raises InvalidInput.

    Format: COCO API maskApi.c `rleToString`: groups of 5 bits, bit 5 says more follow, from the fourth count on as
    the difference to the count before the last.
    """
    if not rle.counts.isascii():
        raise InvalidInput("The mask's run lengths are damaged.")
    groups = np.frombuffer(rle.counts.encode("ascii"), np.uint8).astype(np.int64) - 48
    if not groups.size:
        return groups
    ends = np.flatnonzero((groups & 32) == 0)
    if not ends.size or ends[-1] != groups.size - 1:
        raise InvalidInput("The mask's run lengths end too early.")
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts + 1
    if int(groups.min()) < 0 or int(groups.max()) > 63 or int(lengths.max()) > _MOST_GROUPS:
        raise InvalidInput("The mask's run lengths are damaged.")
    place = np.arange(groups.size) - np.repeat(starts, lengths)
    counts = np.add.reduceat((groups & 31) << (5 * place), starts)
    counts -= np.where((groups[ends] & 16) != 0, np.int64(1) << (5 * lengths), 0)
    counts[1::2] = np.cumsum(counts[1::2])
    counts[2::2] = np.cumsum(counts[2::2])
    return counts


def object_runs(rle: Rle) -> Iterator[tuple[int, int]]:
    """(start, stop) of each run of object pixels, stop excluded, as positions x * height + y."""
    edges = np.cumsum(runs(rle)).tolist()
    return zip(edges[0::2], edges[1::2], strict=False)


def check(rle: Rle) -> None:
    """Raises InvalidInput unless the runs fill height x width exactly: an Rle from outside must pass before `decode`."""
    _check(rle, runs(rle))


def normalised(rle: Rle) -> Rle:
    """An Rle from outside as `encode` would write it: without empty runs. Raises InvalidInput, as `check`."""
    lengths = runs(rle)
    _check(rle, lengths)
    if not lengths[1:].all():
        edges = np.cumsum(lengths)
        turns, times = np.unique(edges[edges < rle.height * rle.width], return_counts=True)
        lengths = np.diff(turns[times % 2 == 1], prepend=0, append=rle.height * rle.width)
    return from_runs(lengths, rle.height, rle.width)


def _check(rle: Rle, lengths: NDArray[np.int64]) -> None:
    if rle.height < 1 or rle.width < 1 or bool((lengths < 0).any()) or int(lengths.sum()) != rle.height * rle.width:
        raise InvalidInput("The mask does not fill its own size.", height=rle.height, width=rle.width)


def _merged(first: Rle, second: Rle, both: bool) -> Rle:
    merged = coco.merge([_as_coco(first), _as_coco(second)], both)
    return Rle(first.height, first.width, merged["counts"].decode("ascii"))


def _as_coco(rle: Rle) -> dict[str, object]:
    return {"size": [rle.height, rle.width], "counts": rle.counts.encode("ascii")}
