"""What one object looks like, learned from frames whose mask is known and judged on others."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.engine.flow.classifier import Classifier
from masklet.engine.flow.colours import ColourModel, bins_of
from masklet.engine.flow.features import Description, describe, lab
from masklet.engine.flow.region import Bits, Field, Image
from masklet.masks.geometry import centre, extent
from masklet.masks.morphology import depth

SURE_OBJECT, SURE_REST = 0.8, 0.2
MOST_GIVEN, MOST_RECENT = 6000, 1000  # pixels of each class learned from a frame that was prompted, and from another
NOT_LIKE = -1.0  # the verdict on what is not looked at
UNSURE = 0.3  # a weaker verdict on every second pixel is looked at again on all
NEAR = 24.0  # half-size pixels: background closer to the object than this teaches more

Place = tuple[float, float, float]  # the object's centre (x, y) and size in half-size pixels


@dataclass(frozen=True, slots=True)
class View:
    """One window of one frame, described at half size, with the colour bin of each pixel."""

    description: Description
    bins: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the models say of a view, at half size: classifier about [-1, 1], colours a log ratio."""

    classifier: Field
    given: Field  # the classifier that knows the prompted frames alone
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
        """Describe a half-size window (h x w x 3) in which the object is expected at `place`."""
        picture = lab(image)
        return View(describe(picture, place), bins_of(picture))

    def judge(self, view: View, near: Bits | None = None) -> Verdict:
        """How much each pixel looks like the object; outside `near` (h x w) nothing does.

        Every second pixel of every second row is judged, and all of them where the verdict turns.
        """
        shape = view.description.shape
        wanted = np.ones(shape, np.bool_) if near is None else near
        grid = np.zeros(shape, np.bool_)
        grid[::2, ::2] = True
        coarse = self._judge_some(view, grid & wanted, np.full((*shape, 2), NOT_LIKE, np.float32))[::2, ::2]
        judged = self._judge_some(view, _turning(coarse[..., 0], shape) & wanted, _between(coarse, shape))
        return Verdict(judged[..., 0], judged[..., 1], self._colours.judge(view.bins))

    def _judge_some(self, view: View, which: Bits, field: Field) -> Field:
        """`field` (h x w x 2) with the verdicts on some of its pixels."""
        pixels = np.flatnonzero(which)
        field.reshape(-1, 2)[pixels] = self._classifier.judge(view.description.rows(pixels))
        return field

    def learn(self, view: View, soft: Field, prompted: bool) -> None:
        """Take in a frame's soft mask (half size); only pixels that are sure teach."""
        inside, outside = soft > SURE_OBJECT, soft < SURE_REST
        if np.count_nonzero(inside) < 4 or np.count_nonzero(outside) < 4:
            return
        if not self._classifier.has_scale:
            self._classifier.scale_to(view.description.rows(np.arange(soft.size)))
        most = MOST_GIVEN if prompted else MOST_RECENT
        chosen = np.concatenate([_spread(inside, None, most), _spread(outside, depth(~inside), most)])
        is_object = inside.ravel()[chosen]
        self._classifier.learn(view.description.rows(chosen), is_object, prompted)
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


def _between(coarse: Field, shape: tuple[int, int]) -> Field:
    """Values of every second pixel and row as all of them."""
    matrix = np.array([[0.5, 0, 0], [0, 0.5, 0]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = (shape[1], shape[0])
    return np.asarray(cv2.warpAffine(coarse, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32)


def _turning(coarse: Field, shape: tuple[int, int]) -> Bits:
    """Where the verdict of every second pixel and row is near to none or differs from a neighbour's."""
    turning = np.abs(np.asarray(cv2.blur(np.sign(coarse), (3, 3)), np.float32)) < 0.99
    turning |= np.abs(coarse) < UNSURE
    return np.repeat(np.repeat(turning, 2, axis=0), 2, axis=1)[: shape[0], : shape[1]]


def _spread(which: NDArray[np.bool_], distance: Field | None, most: int) -> NDArray[np.intp]:
    """At most so many indices, evenly spread; with `distance`, two thirds of them from those nearer than NEAR."""
    if distance is None:
        return _thinned(np.flatnonzero(which), most)
    near = which & (distance < NEAR)
    close = _thinned(np.flatnonzero(near), 2 * most // 3)
    return np.concatenate([close, _thinned(np.flatnonzero(which & ~near), most - len(close))])


def _thinned(indices: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    if len(indices) <= most:
        return indices
    return indices[np.linspace(0, len(indices) - 1, most).astype(np.intp)]
