"""Tiny generated clips with true masks for the tests of this room: textured things that move, hide and leave."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.domain.errors import FrameOutOfRange

Bits = NDArray[np.bool_]
Frame = NDArray[np.uint8]


@dataclass
class Clip:
    """Frames and the true mask of each object in each frame; a FrameSource that counts what is read."""

    frames: list[Frame]
    masks: list[list[Bits]]  # [object][frame]

    def __post_init__(self):
        self.frame_count = len(self.frames)
        self.height, self.width = self.frames[0].shape[:2]
        self.reads: list[int] = []

    def read(self, frame_index: int) -> Frame:
        if not 0 <= frame_index < self.frame_count:
            raise FrameOutOfRange("no such frame")
        self.reads.append(frame_index)
        return self.frames[frame_index]


def texture(height: int, width: int, colour: tuple[int, int, int], seed: int, contrast: float = 25) -> Frame:
    """A colour with soft blotches."""
    noise = np.random.default_rng(seed).standard_normal((height, width, 3)).astype(np.float32)
    blotches = cv2.GaussianBlur(noise, (0, 0), 2.5)
    return np.clip(np.array(colour) + contrast * blotches / blotches.std(), 0, 255).astype(np.uint8)


def disc(height: int, width: int, x: float, y: float, radius: float) -> Bits:
    ys, xs = np.mgrid[:height, :width]
    return (xs - x) ** 2 + (ys - y) ** 2 <= radius**2


def paint(frame: Frame, sprite: Frame, mask: Bits, x: float, y: float) -> Frame:
    """The frame with the sprite's texture, moved along with the object, where the mask is."""
    moved = np.roll(sprite, (round(y), round(x)), axis=(0, 1))
    return np.where(mask[..., None], moved, frame)


def moving_discs(
    frame_count: int = 12, height: int = 150, width: int = 200, radius: float = 24, speed: float = 4.0
) -> Clip:
    """An orange and a green disc that move apart over a bluish ground."""
    ground = texture(height, width, (70, 90, 130), 1)
    sprites = [texture(height, width, (210, 120, 50), 2), texture(height, width, (60, 170, 80), 3)]
    frames, masks = [], [[], []]
    for t in range(frame_count):
        places = [(50 + speed * t, height / 3), (width - 50 - speed * t, height * 0.72)]
        frame = ground.copy()
        for k, (x, y) in enumerate(places):
            masks[k].append(disc(height, width, x, y, radius))
            frame = paint(frame, sprites[k], masks[k][-1], x, y)
        frames.append(frame)
    return Clip(frames, masks)


def behind_a_wall(frame_count: int = 36, height: int = 150, width: int = 260, radius: float = 18) -> Clip:
    """An orange disc that goes behind a grey wall, is hidden for some frames and comes out again."""
    ground, wall = texture(height, width, (70, 90, 130), 1), texture(height, width, (120, 120, 118), 4)
    sprite = texture(height, width, (210, 120, 50), 2)
    behind = np.zeros((height, width), bool)
    behind[:, 105:160] = True
    frames, masks = [], [[]]
    for t in range(frame_count):
        x, y = 40 + 5.0 * t, height / 2
        mask = disc(height, width, x, y, radius)
        frame = np.where(behind[..., None], wall, paint(ground, sprite, mask, x, y))
        frames.append(frame)
        masks[0].append(mask & ~behind)
    return Clip(frames, masks)


def iou(first: Bits, second: Bits) -> float:
    """Region overlap; 1 for two empty masks."""
    union = np.count_nonzero(first | second)
    return 1.0 if union == 0 else np.count_nonzero(first & second) / union


def look_alikes(frame_count: int = 24, height: int = 150, width: int = 260, radius: float = 20) -> Clip:
    """An orange disc that passes just above one of the same texture that stands still; both are objects."""
    ground, sprite = texture(height, width, (70, 90, 130), 1), texture(height, width, (210, 120, 50), 2)
    frames, masks = [], [[], []]
    for t in range(frame_count):
        places = [(40 + 7.0 * t, 50.0), (130.0, 50.0 + 2 * radius + 4)]
        frame = ground.copy()
        for k, (x, y) in enumerate(places):
            masks[k].append(disc(height, width, x, y, radius))
            frame = paint(frame, sprite, masks[k][-1], x, y)
        frames.append(frame)
    return Clip(frames, masks)


def back_elsewhere(frame_count: int = 26, height: int = 150, width: int = 260, radius: float = 18) -> Clip:
    """An orange disc that leaves at the left edge, is away for some frames and stands at the far right then."""
    ground, sprite = texture(height, width, (70, 90, 130), 1), texture(height, width, (210, 120, 50), 2)
    frames, masks = [], [[]]
    for t in range(frame_count):
        x = 60 - 10.0 * t if t < 14 else 200.0
        mask = disc(height, width, x, height / 2, radius)
        frames.append(paint(ground, sprite, mask, x, height / 2))
        masks[0].append(mask)
    return Clip(frames, masks)


def deforming(frame_count: int = 20, height: int = 150, width: int = 220) -> Clip:
    """A red thing that grows from a wide ellipse to a tall one while it moves, on a picture that gets blurred."""
    ground, sprite = texture(height, width, (70, 110, 80), 1), texture(height, width, (200, 60, 50), 2)
    ys, xs = np.mgrid[:height, :width]
    frames, masks = [], [[]]
    for t in range(frame_count):
        x, share = 60 + 4.0 * t, t / (frame_count - 1)
        across, along = 34 - 16 * share, 16 + 20 * share
        mask = ((xs - x) / across) ** 2 + ((ys - height / 2) / along) ** 2 <= 1
        sharp = paint(ground, sprite, mask, x, height / 2)
        frames.append(np.asarray(cv2.blur(sharp, (1 + 4 * (t % 3 == 2), 1)), np.uint8))
        masks[0].append(mask)
    return Clip(frames, masks)
