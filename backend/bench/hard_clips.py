"""Generated clips that are hard to segment and track, each of one kind of failure, with true masks. Seeded: always the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT, WIDTH, FRAMES = 270, 480, 24
BLUR_STEPS = 12  # positions averaged for one blurred picture

Bits = NDArray[np.bool_]
Frame = NDArray[np.uint8]
Alpha = NDArray[np.float32]
Colour = tuple[int, int, int]


@dataclass(frozen=True)
class TrueClip:
    """`frames` H x W x 3 uint8 RGB, `truths` the object's mask on each, H x W bool."""

    name: str
    frames: list[Frame]
    truths: list[Bits]


def hard_clips() -> Iterator[TrueClip]:
    """One clip of each kind."""
    for name, picture in KINDS.items():
        pictures = [picture(t) for t in range(FRAMES)]
        yield TrueClip(name, [frame for frame, _ in pictures], [truth for _, truth in pictures])


def plain_clip(frames: int = 3, height: int = 720, width: int = 1280) -> TrueClip:
    """An orange disc that crosses a bluish ground: what any engine should find."""
    ground, sprite = texture((70, 90, 130), 1, 25, height, width), texture((210, 120, 50), 2, 25, height, width)
    places = [(width * 0.4 + width * 0.01 * t, height * 0.5) for t in range(frames)]
    alphas = [blob(x, y, height * 0.16, height * 0.16, height, width) for x, y in places]
    return TrueClip("generated", [painted(ground, sprite, a) for a in alphas], [a > 0.5 for a in alphas])


def texture(
    colour: Colour, seed: int, strength: float = 22, height: int = HEIGHT, width: int = WIDTH, grain: float = 4.0
) -> Frame:
    """A colour with soft blotches."""
    noise = np.random.default_rng(seed).standard_normal((height, width, 3)).astype(np.float32)
    blotches = cv2.GaussianBlur(noise, (0, 0), grain)
    return np.clip(np.array(colour) + strength * blotches / blotches.std(), 0, 255).astype(np.uint8)


def blob(x: float, y: float, across: float, down: float, height: int = HEIGHT, width: int = WIDTH) -> Alpha:
    """An ellipse's cover of each pixel, [0, 1]."""
    ys, xs = np.mgrid[:height, :width].astype(np.float32)
    radius = np.sqrt(((xs - x) / across) ** 2 + ((ys - y) / down) ** 2)
    return np.clip((1 - radius) * min(across, down) + 0.5, 0, 1).astype(np.float32)


def painted(frame: Frame, sprite: Frame, alpha: Alpha) -> Frame:
    """The sprite over the frame."""
    mixed = frame + alpha[..., None] * (sprite.astype(np.float32) - frame)
    return np.clip(mixed, 0, 255).astype(np.uint8)


def _moved(sprite: Frame, x: float, y: float) -> Frame:
    """The sprite's texture moved along with its object, whose middle (x, y) shows the sprite's: the seam lies far away."""
    return np.asarray(np.roll(sprite, (round(y) - HEIGHT // 2, round(x) - WIDTH // 2), axis=(0, 1)), np.uint8)


def _camouflage(t: int) -> tuple[Frame, Bits]:
    """Its colours and blotches are those of the ground."""
    x, y = 150 + 4.0 * t, 140 + 12 * np.sin(t / 4)
    alpha = blob(x, y, 62, 38)
    ground, sprite = texture((112, 108, 80), 11), texture((118, 108, 76), 12)
    return painted(ground, _moved(sprite, x, y), alpha), alpha > 0.5


def _look_alike(t: int) -> tuple[Frame, Bits]:
    """A twin passes in front of it."""
    ground, sprite = texture((80, 100, 120), 21), texture((190, 140, 70), 22)
    behind, front = blob(110 + 10.5 * t, 138, 36, 44), blob(370 - 10.5 * t, 144, 36, 44)
    frame = painted(ground, _moved(sprite, 110 + 10.5 * t, 138), behind)
    return painted(frame, _moved(sprite, 370 - 10.5 * t, 144), front), (behind > 0.5) & (front <= 0.5)


def _thin(t: int) -> tuple[Frame, Bits]:
    """A body on four swinging legs, two pixels across."""
    x, y = 140 + 7.0 * t, 100.0
    legs = np.zeros((HEIGHT, WIDTH), np.uint8)
    for k, hip in enumerate((-44, -30, 30, 44)):
        foot = (round(x + hip + 26 * np.sin(t / 2 + 1.7 * k)), 205)
        cv2.line(legs, (round(x + hip), round(y)), foot, 255, 3, cv2.LINE_AA)
    alpha = np.maximum(blob(x, y, 58, 26), legs.astype(np.float32) / 255)
    ground, sprite = texture((140, 142, 120), 31, 30), texture((74, 62, 58), 32)
    return painted(ground, _moved(sprite, x, y), alpha), alpha > 0.5


def _fast(t: int) -> tuple[Frame, Bits]:
    """Farther between two frames than it is large, and smeared over what it passes."""
    step = 58.0
    places = [abs(((40 + step * (t + k / BLUR_STEPS)) % 720) - 360) + 60 for k in range(BLUR_STEPS)]
    alpha = np.mean([blob(x, 135, 26, 26) for x in places], axis=0, dtype=np.float32)
    ground, sprite = texture((96, 112, 92), 41), texture((196, 176, 90), 42)
    return painted(ground, _moved(sprite, places[0], 135), alpha), alpha > 0.4


def _small(t: int) -> tuple[Frame, Bits]:
    """Ten pixels across, among blotches of its size."""
    x, y = 90 + 9.0 * t, 150 - 3.0 * t
    alpha = blob(x, y, 6, 5)
    ground, sprite = texture((110, 116, 124), 51, 26, grain=5), texture((150, 96, 84), 52)
    return painted(ground, _moved(sprite, x, y), alpha), alpha > 0.5


def _smoke(t: int) -> tuple[Frame, Bits]:
    """Smoke trails behind it, drifts over it and hides half of it; the truth is the thing in it."""
    x = 120 + 9.0 * t
    alpha = blob(x, 150, 44, 26)
    ground, sprite = texture((92, 104, 84), 61), texture((170, 66, 60), 62)
    cloud = cv2.GaussianBlur(blob(x - 50 + 1.2 * t, 140, 60 + 3 * t, 34 + 2 * t), (0, 0), 12) * min(0.88, 0.2 + t / 18)
    billows = texture((198, 196, 192), 63, 14, grain=10)
    return painted(
        painted(ground, _moved(sprite, x, 150), alpha), _moved(billows, WIDTH / 2 + 4 * t, HEIGHT / 2), cloud
    ), alpha > 0.5


KINDS: dict[str, Callable[[int], tuple[Frame, Bits]]] = {
    "camouflage": _camouflage,
    "look-alike": _look_alike,
    "thin parts": _thin,
    "fast, blurred": _fast,
    "small": _small,
    "smoke": _smoke,
}
