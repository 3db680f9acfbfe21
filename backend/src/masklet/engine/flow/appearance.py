"""What one object looks like, learned from frames whose mask is known and judged on others."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.engine.flow.classifier import Classifier
from masklet.engine.flow.colours import ColourModel, bins_of
from masklet.engine.flow.features import describe, half_size, lab
from masklet.engine.flow.region import Field, Image
from masklet.masks.geometry import centre, extent
from masklet.masks.morphology import depth

SURE_OBJECT, SURE_REST = 0.8, 0.2
MOST_PIXELS = 1500  # of each class learned from one frame
NEAR = 24.0  # half-size pixels: background closer to the object than this teaches more

Place = tuple[float, float, float]  # the object's centre (x, y) and size in half-size pixels


@dataclass(frozen=True, slots=True)
class View:
    """One window of one frame, described: random features and colour bins of each half-size pixel."""

    random_NR: NDArray[np.float32]
    bins: NDArray[np.int32]
    shape: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the models say of a view, at half size: classifier about [-1, 1], colours a log ratio."""

    classifier: Field
    colours: Field


class Appearance:
    """One object's classifier and colours; its size does not depend on how much it has seen."""

    def __init__(self) -> None:
        self._classifier = Classifier()
        self._colours = ColourModel()

    @property
    def has_learned(self) -> bool:
        """False before the first frame was learned from."""
        return self._classifier.has_learned

    def view(self, image: Image, place: Place) -> View:
        """Describe a window (H x W x 3) in which the object is expected at `place`."""
        picture = lab(half_size(image))
        features = describe(picture, place)
        return View(self._classifier.project(features), bins_of(picture), (picture.shape[0], picture.shape[1]))

    def judge(self, view: View) -> Verdict:
        """How much each pixel looks like the object."""
        judged = self._classifier.judge(view.random_NR).reshape(view.shape)
        return Verdict(judged, self._colours.judge(view.bins))

    def learn(self, view: View, soft: Field, prompted: bool) -> None:
        """Take in a frame's soft mask (half size); only pixels that are sure teach."""
        inside, outside = soft > SURE_OBJECT, soft < SURE_REST
        if np.count_nonzero(inside) < 4 or np.count_nonzero(outside) < 4:
            return
        chosen = np.concatenate([_spread(inside, None), _spread(outside, depth(~inside))])
        is_object = inside.ravel()[chosen]
        self._classifier.learn(view.random_NR[chosen], is_object, prompted)
        sure = (inside | outside).ravel()
        self._colours.learn(view.bins.ravel()[sure], inside.ravel()[sure], prompted)


def place_of(soft: Field) -> Place:
    """Where a soft mask (half size) lies; the middle of the window where it is empty."""
    box = extent(soft > 0.5)
    if box is None:
        height, width = soft.shape
        return width / 2, height / 2, float(max(height, width)) / 3
    x, y = centre(box)
    return x, y, max(8.0, float(np.sqrt((box[2] - box[0]) * (box[3] - box[1]))))


def halved(soft: Field) -> Field:
    """A work-size field at half size."""
    height, width = soft.shape
    return np.asarray(cv2.resize(soft, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.float32)


def doubled(field: Field, shape: tuple[int, int]) -> Field:
    """A half-size field at the work size `shape`."""
    return np.asarray(cv2.resize(field, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def _spread(which: NDArray[np.bool_], distance: Field | None) -> NDArray[np.intp]:
    """At most MOST_PIXELS indices, evenly spread; with `distance`, two thirds of them from those nearer than NEAR."""
    if distance is None:
        return _thinned(np.flatnonzero(which), MOST_PIXELS)
    near = which & (distance < NEAR)
    close = _thinned(np.flatnonzero(near), 2 * MOST_PIXELS // 3)
    return np.concatenate([close, _thinned(np.flatnonzero(which & ~near), MOST_PIXELS - len(close))])


def _thinned(indices: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    if len(indices) <= most:
        return indices
    return indices[np.linspace(0, len(indices) - 1, most).astype(np.intp)]
