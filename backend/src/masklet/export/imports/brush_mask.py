"""Label Studio's run lengths for brush masks, in: the bit stream that export/brush_rle.py describes, of any writer. Knows no files."""

import numpy as np
from numpy.typing import NDArray

from masklet.domain.errors import InvalidInput
from masklet.domain.masklet import Rle
from masklet.export.imports.fitting import MOST_PIXELS
from masklet.masks import rle

CHANNELS = 4
_HEAD = 32 + 5 + 4 * 4  # bits
_WORD_BITS = 8


def brush_mask(stream: object, height: int, width: int) -> Rle:
    """Pixels whose last channel, the opacity, is not 0. Raises InvalidInput for any other stream than one of so many pixels."""
    if height < 1 or width < 1 or height * width > MOST_PIXELS:
        raise InvalidInput("The mask's size is damaged.")
    try:
        bits = _Bits(bytes(stream)) if isinstance(stream, list) else None
    except (TypeError, ValueError) as error:
        raise InvalidInput("The mask's run lengths are no bytes.") from error
    if bits is None or bits.left < _HEAD:
        raise InvalidInput("The mask has no run lengths.")
    if bits.take(32) != height * width * CHANNELS or bits.take(5) + 1 != _WORD_BITS:
        raise InvalidInput("The mask is of another size than its picture.")
    words = _words(bits, height * width * CHANNELS)
    return rle.encode(words.reshape(height, width, CHANNELS)[:, :, -1])


class _Bits:
    """A stream read from its beginning, highest bit first."""

    def __init__(self, stream: bytes) -> None:
        self._stream, self._at = stream, 0

    @property
    def left(self) -> int:
        return len(self._stream) * 8 - self._at

    def take(self, count: int) -> int:
        """At most 32 bits as a number. Raises InvalidInput where the stream ends."""
        if count > self.left:
            raise InvalidInput("The mask's run lengths end too early.")
        first, end = self._at // 8, self._at + count
        found = int.from_bytes(self._stream[first : first + 5], "big") << 8 * max(0, first + 5 - len(self._stream))
        self._at = end
        return found >> (first * 8 + 40 - end) & ((1 << count) - 1)


def _words(bits: _Bits, count: int) -> NDArray[np.uint8]:
    sizes = [bits.take(4) + 1 for _ in range(4)]
    words, at = np.zeros(count, np.uint8), 0
    while at < count:
        is_run, size = bits.take(1), sizes[bits.take(2)]
        length = bits.take(size) + 1
        if at + length > count:
            raise InvalidInput("The mask's run lengths go beyond its picture.")
        if is_run:
            words[at : at + length] = bits.take(_WORD_BITS)
        else:
            words[at : at + length] = [bits.take(_WORD_BITS) for _ in range(length)]
        at += length
    return words
