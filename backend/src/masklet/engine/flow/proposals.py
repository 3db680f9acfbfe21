"""What a single click may mean: masks of several sizes and shapes around it, each cut from a window of its own scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from masklet.engine.flow.grabcut import Labels, cut, labels_of
from masklet.engine.flow.region import Bits, Field, Image, Region, window
from masklet.engine.flow.scene_motion import ClickMotion
from masklet.masks.geometry import clip, extent, long_side, widened
from masklet.masks.morphology import filled, parts_touching

WORK_SIZE = 96
SURROUNDINGS = 1.5  # the window's size, of the guess's
MAX_ZOOM = 2.0
SURE = 0.1  # of the guess's size: around the click, certainly the object
MOVES_ALONG = 0.5  # of ClickMotion.likeness
REACH = 1.2  # of the guess's size: what moves along farther away starts outside
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Guess:
    """An object's assumed extent: its size as a share of the frame's short side, and width over height.

    A filled guess may be the object anywhere inside and nowhere outside; the other kind starts from its core and may grow.
    """

    size: float
    aspect: float
    is_filled: bool


# Chosen greedily by the best overlap that any of them reaches on frames of each DAVIS sequence; the smallest added.
STILL_GUESSES = (
    Guess(0.12, 1.0, True),
    Guess(0.3, 1.0, False),
    Guess(0.5, 1.0, True),
    Guess(0.8, 1.7, True),
    Guess(0.8, 0.6, True),
    Guess(1.2, 0.6, True),
    Guess(1.2, 1.7, True),
    Guess(1.2, 1.0, False),
    Guess(1.8, 0.6, True),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mask in a window, both of the window's work size; `click` in its pixels."""

    region: Region
    image: Image
    mask: Bits
    click: tuple[float, float]

    def full_size(self, height: int, width: int) -> Bits:
        """The mask in the frame."""
        return self.region.paste(self.region.enlarge(self.mask.astype(np.float32)) > 0.5, height, width)


def proposals(
    frame: Image,
    x: float,
    y: float,
    surely_not: Bits,
    guesses: Sequence[Guess] = STILL_GUESSES,
    motion: ClickMotion | None = None,
) -> Iterator[Proposal]:
    """Masks that hold the click (x, y) and no pixel of `surely_not` (full size). With `motion`, each guess starts from
    what moves with the click in place of the guess's core."""
    for guess in guesses:
        region, half = _window_of(frame, x, y, guess)
        image = region.crop(frame)
        click = (x - region.extent[0]) * region.zoom, (y - region.extent[1]) * region.zoom
        excluded = region.crop_mask(surely_not) > 0.5
        moving = None if motion is None else moving_in(region, motion)
        labels, sure = _labels(image, click, (half[0] * region.zoom, half[1] * region.zoom), guess, excluded, moving)
        mask = filled(parts_touching(cut(image, labels, ROUNDS) | sure, sure), 0.02)
        yield Proposal(region, image, mask, click)


def around(frame: Image, mask: Bits, x: float, y: float) -> Proposal | None:
    """A full-size mask that is known already, as one more proposal for the click; None where it is empty."""
    found = extent(mask)
    if found is None:
        return None
    height, width = mask.shape
    held = (min(found[0], int(x)), min(found[1], int(y)), max(found[2], int(x) + 1), max(found[3], int(y) + 1))
    margin = (SURROUNDINGS - 1) / 2 * long_side(held)
    region = window(widened(held, margin, width, height), WORK_SIZE, MAX_ZOOM)
    click = (x - region.extent[0]) * region.zoom, (y - region.extent[1]) * region.zoom
    return Proposal(region, region.crop(frame), region.crop_mask(mask) > 0.5, click)


def moving_in(region: Region, motion: ClickMotion) -> Bits:
    """The pixels of a window that move along with the click."""
    step = motion.scene.zoom / region.zoom  # pixels of the motion for one of the window
    x0, y0 = (v * motion.scene.zoom for v in region.extent[:2])
    to_motion = np.array([[step, 0, x0 + step / 2 - 0.5], [0, step, y0 + step / 2 - 0.5]])
    seen: Field = np.asarray(
        cv2.warpAffine(
            motion.likeness,
            to_motion,
            (region.width, region.height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.float32,
    )
    return seen > MOVES_ALONG


def _window_of(frame: Image, x: float, y: float, guess: Guess) -> tuple[Region, tuple[float, float]]:
    """The window of a guess, and half the guess's width and height in frame pixels."""
    height, width = frame.shape[:2]
    half = guess.size * min(height, width) / 2
    half_x, half_y = half * guess.aspect**0.5, half / guess.aspect**0.5
    wide_x, wide_y = SURROUNDINGS * half_x, SURROUNDINGS * half_y
    extent = clip((x - wide_x, y - wide_y, x + wide_x, y + wide_y), width, height)
    return window(extent, WORK_SIZE, MAX_ZOOM), (half_x, half_y)


def _labels(
    image: Image,
    click: tuple[float, float],
    half: tuple[float, float],
    guess: Guess,
    excluded: Bits,
    moving: Bits | None,
) -> tuple[Labels, Bits]:
    """GrabCut's start for a guess, and the pixels that are certainly the object."""
    ys, xs = np.ogrid[: image.shape[0], : image.shape[1]]
    across, down = (xs - click[0]) / half[0], (ys - click[1]) / half[1]
    radius = np.sqrt(across**2 + down**2)
    sure = radius <= max(SURE, float(radius.min()))
    outside = (np.abs(across) > 1) | (np.abs(down) > 1) if guess.is_filled else np.zeros_like(sure)
    likely = radius < (1 if guess.is_filled else 0.5)
    if moving is not None:
        likely = (moving & (radius < REACH)) | sure
    return labels_of(likely, sure, (outside | excluded) & ~sure), sure
