"""The blocks that both pixelating effects share. Maths: contract/effects/pixelate.json."""

import numpy as np
from numpy.typing import NDArray

from masklet.export.effects.effect import Picture
from masklet.export.effects.gaussian import weights

SAMPLES = 4


def blocks(below: Picture, affected: NDArray[np.bool_], side: int) -> Picture:
    """Each block in the mean colour of 4 x 4 of its pixels; what is not affected weighs little."""
    height, width = affected.shape
    rows, columns = _places(height, side), _places(width, side)
    weight = weights(affected)[rows][:, columns, None]
    four = np.concatenate([below[rows][:, columns] * weight, weight], axis=2)
    shape = (len(rows) // SAMPLES, SAMPLES, len(columns) // SAMPLES, SAMPLES, 4)
    sums = four.reshape(shape).sum((1, 3))
    means = np.rint(sums[:, :, :3] / sums[:, :, 3:]).astype(np.uint8)
    return np.asarray(means[np.arange(height) // side][:, np.arange(width) // side], np.uint8)


def _places(length: int, side: int) -> NDArray[np.intp]:
    """The four places in each block along one direction, kept inside the picture."""
    starts = np.arange(0, length, side)[:, None]
    within = np.floor(side * (np.arange(SAMPLES) + 0.5) / SAMPLES)[None]
    return np.minimum(starts + within, length - 1).astype(np.intp).ravel()
