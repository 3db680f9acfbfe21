"""Label Studio's run lengths for brush masks: the bit stream of thi.ng/rle-pack over an RGBA picture. Knows no files.

Bits, highest first: 32 for the number of words (4 per pixel), 5 for the bits of a word less 1, four times 4 for the bits of a
run's length less 1, in four sizes; then the runs: 1 bit that is set (words of their own would have it clear, which a mask
never needs), 2 for which size, the length less 1 in so many bits, and the word, 0 or 255. Zeros fill the last byte.
"""

import numpy as np
from numpy.typing import NDArray

from masklet.domain.masklet import Rle
from masklet.masks import rle

WORD_BITS = 8
SIZES = (3, 4, 8, 16)  # bits of a run's length, shortest first
CHANNELS = 4
LONGEST = 1 << SIZES[-1]
_FIELD = 32  # bits that hold any run


def brush_rle(mask: Rle) -> bytes:
    """The mask's stream: a pixel of the object is 255 in all four channels, row by row."""
    ends, values = _runs(rle.decode(mask))
    lengths = np.diff(ends, prepend=0) * CHANNELS
    pieces = -(-lengths // LONGEST)
    values = np.repeat(values, pieces)
    rest = np.full(values.size, LONGEST)
    rest[np.cumsum(pieces) - 1] = lengths - (pieces - 1) * LONGEST
    return np.packbits(np.concatenate([_head(mask.height * mask.width), _bits(rest - 1, values)])).tobytes()


def _runs(bits: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each run of equal pixels ends, and its word."""
    row = bits.ravel()
    ends = np.append(np.flatnonzero(row[1:] != row[:-1]) + 1, row.size)
    return ends, row[ends - 1].astype(np.int64) * 255


def _head(pixels: int) -> NDArray[np.uint8]:
    fields = [(pixels * CHANNELS, 32), (WORD_BITS - 1, 5), *((size - 1, 4) for size in SIZES)]
    text = "".join(f"{value:0{size}b}" for value, size in fields)
    return np.frombuffer(text.encode("ascii"), np.uint8) - ord("0")


def _bits(lengths: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.uint8]:
    """All runs, `lengths` being less 1: each is put into a field of 32 bits, to the left, and the fields' rests are left out."""
    which = np.searchsorted([1 << size for size in SIZES], lengths, side="right")
    sizes = np.array(SIZES)[which]
    fields = ((4 + which) << sizes | lengths) << WORD_BITS | values
    used = 3 + sizes + WORD_BITS
    placed = (fields << (_FIELD - used)).astype(">u4")
    spread = np.unpackbits(placed.view(np.uint8)).reshape(-1, _FIELD)
    return spread[np.arange(_FIELD) < used[:, None]]
