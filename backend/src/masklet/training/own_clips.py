"""A person's own masklets as samples: which frames are learned from, which are held out to say whether it helped, and what
the network sees of each. Legend: B samples, H x W pixels of a sample, h x w of a clip's picture.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import cv2
import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray

from masklet.domain.errors import InvalidInput
from masklet.training.samples import Samples, of_masks
from masklet.training.scene import LAYERS
from masklet.training.seen_flow import flow_of, seen_motion
from masklet.training.settings import TrainingSettings

REACH = 3  # frames to the neighbour that motion is looked at with, at most
SEEN_HEIGHT = 240  # of the pictures in which motion is looked for, as the engine does
HELD_OUT = 0.2
GAP = 0.05  # of a clip's frames between what is learned from and what is held out
LEAST_LEARNED, LEAST_HELD_OUT = 8, 4  # masks
WHOLE_PICTURE = 0.5  # of the samples; others are zoomed
ZOOMS = (1.5, 4.0)  # of the object's size
GREATEST_ZOOM = 4.0  # of the picture: more would show pixels
LEAST_PIXELS = 12  # of a mask in a sample

Key = int | str  # what a frame is called
Bits = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Values = TypeVar("Values", Bytes, NDArray[np.float32])
Window = tuple[float, float, float, float]  # x0, y0, width and height in shares of a picture


class MaskedClip(Protocol):
    """A clip with masks. Reading raises InvalidInput, VideoUnreadable."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def pictures(self) -> Sequence[Key]:
        """All frames that can be looked at, in order of time."""
        ...

    @property
    def masked(self) -> Sequence[Key]:
        """Those of them that have masks, in order of time."""
        ...

    def picture(self, key: Key) -> Bytes:
        """h x w x 3 RGB."""
        ...

    def masks(self, key: Key) -> Mapping[int, Bits]:
        """The objects' masks by number; their size may be another than the picture's."""
        ...


@dataclass(frozen=True, slots=True)
class Frames:
    """Some frames of a clip."""

    clip: MaskedClip
    keys: Sequence[Key]


@dataclass(frozen=True, slots=True)
class Divided:
    """What is learned from and what is held out. `by` says in words how they were told apart."""

    learned: list[Frames]
    held_out: list[Frames]
    by: str


def divide(clips: Sequence[MaskedClip], seed: int) -> Divided:
    """By whole clips, a fifth of them held out; of a single one its last fifth, with a gap. Raises InvalidInput."""
    if len(clips) > 1:
        order = np.random.default_rng((seed, 1)).permutation(len(clips)).tolist()
        held = set(order[: max(1, round(HELD_OUT * len(clips)))])
        parts = [
            [Frames(one, one.masked) for k, one in enumerate(clips) if (k in held) == is_held] for is_held in (0, 1)
        ]
        return Divided(parts[0], parts[1], ", ".join(part.clip.name for part in parts[1]))
    if not clips or not clips[0].masked:
        raise InvalidInput("There are no masks to learn from.")
    (clip,) = clips
    count = max(1, round(HELD_OUT * len(clip.masked)))
    held_out = clip.masked[-count:]
    place = {key: k for k, key in enumerate(clip.pictures)}
    end = place[held_out[0]] - max(2 * REACH, round(GAP * len(clip.pictures)))
    learned = [key for key in clip.masked if place[key] < end]
    return Divided([Frames(clip, learned)], [Frames(clip, held_out)], f"the last {count} frames with masks")


def own_samples(divided: Divided, settings: TrainingSettings) -> tuple[Samples, Samples]:
    """Those to learn from and those held out, on the CPU. Raises InvalidInput where they are too few, VideoUnreadable."""
    s = settings
    learned = _samples(divided.learned, s, s.most_own, np.random.default_rng((s.seed, 2)))
    held_out = _samples(divided.held_out, s, s.most_held_out, np.random.default_rng((s.seed, 4)))
    if learned is None or held_out is None or len(learned) < LEAST_LEARNED or len(held_out) < LEAST_HELD_OUT:
        counts = [0 if part is None else len(part) for part in (learned, held_out)]
        raise InvalidInput(
            f"That is too little to learn from: {counts[0]} masks, and {counts[1]} to judge by; at least {LEAST_LEARNED} "
            f"and {LEAST_HELD_OUT} are needed. A single clip needs about {5 * LEAST_HELD_OUT} frames with masks."
        )
    return learned, held_out


def _samples(parts: Sequence[Frames], settings: TrainingSettings, most: int, chance: Generator) -> Samples | None:
    """Evenly spread over the frames of all parts. None where there is no mask."""
    frames = sum(len(part.keys) for part in parts)
    seen = []
    for part in parts:
        count = min(len(part.keys), max(1, most * len(part.keys) // max(1, frames)))
        chosen = [part.keys[k] for k in np.linspace(0, len(part.keys) - 1, count).round().astype(int).tolist()]
        for key in chosen:
            seen += list(_of_frame(part.clip, key, max(1, most // max(1, min(frames, most))), settings, chance))
    if not seen:
        return None
    pictures, motions, masks = (torch.from_numpy(np.stack(column)) for column in zip(*seen, strict=True))
    return of_masks(pictures, motions, masks, LAYERS + 1)


Seen = tuple[Bytes, NDArray[np.float16], Bits]


def _of_frame(clip: MaskedClip, key: Key, most: int, settings: TrainingSettings, chance: Generator) -> Iterator[Seen]:
    """A sample for some of the objects that are seen on a frame."""
    masks = {number: mask for number, mask in clip.masks(key).items() if mask.any() and not mask.all()}
    if not masks:
        return
    picture = clip.picture(key)
    motion = _motion(clip, key, picture, chance)
    for number in chance.permutation(sorted(masks))[:most].tolist():
        sample = _cut(picture, motion, masks[number], settings, chance)
        if LEAST_PIXELS <= sample[2].sum() <= sample[2].size - LEAST_PIXELS:
            yield sample


def _motion(clip: MaskedClip, key: Key, picture: Bytes, chance: Generator) -> NDArray[np.float32]:
    """The motion against the camera that the engine would see to a frame beside, SEEN_HEIGHT high, H x W x 2."""
    place = clip.pictures.index(key)
    near = [k for k in range(place - REACH, place + REACH + 1) if k != place and 0 <= k < len(clip.pictures)]
    width = max(16, round(SEEN_HEIGHT * picture.shape[1] / picture.shape[0]))
    if not near:
        return np.zeros((SEEN_HEIGHT, width, 2), np.float32)
    beside = clip.picture(clip.pictures[int(chance.choice(near))])
    pair = [cv2.resize(one, (width, SEEN_HEIGHT), interpolation=cv2.INTER_AREA) for one in (picture, beside)]
    vectors = torch.from_numpy(flow_of(np.stack([one.transpose(2, 0, 1) for one in pair])))[None]
    return np.ascontiguousarray(seen_motion(vectors)[0].permute(1, 2, 0).numpy())


def _cut(
    picture: Bytes, motion: NDArray[np.float32], mask: Bits, settings: TrainingSettings, chance: Generator
) -> Seen:
    """The same window of all three, at the samples' size."""
    window = _window(mask, picture.shape[1] / picture.shape[0], settings, chance)
    size = settings.clip_width, settings.clip_height
    inside = _windowed(mask.astype(np.float32), window, size) > 0.5
    seen = _windowed(motion, window, size).transpose(2, 0, 1).astype(np.float16)
    return np.ascontiguousarray(_windowed(picture, window, size).transpose(2, 0, 1)), seen, inside


def _window(mask: Bits, aspect: float, settings: TrainingSettings, chance: Generator) -> Window:
    """Of the samples' shape: as much as fits, or zoomed to the object."""
    across, down = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    x0, x1 = across[0] / mask.shape[1], (across[-1] + 1) / mask.shape[1]
    y0, y1 = down[0] / mask.shape[0], (down[-1] + 1) / mask.shape[0]
    wide = (
        settings.clip_width / settings.clip_height / aspect
    )  # the window's width in the picture's widths for a height of 1
    most = min(1.0, 1 / wide)
    zoomed = max(y1 - y0, (x1 - x0) / wide) * float(np.exp(chance.uniform(*np.log(ZOOMS))))
    height = most if chance.random() < WHOLE_PICTURE else float(np.clip(zoomed, most / GREATEST_ZOOM, most))
    width = height * wide
    return _placed(x0, x1, width, chance), _placed(y0, y1, height, chance), width, height


def _placed(first: float, last: float, length: float, chance: Generator) -> float:
    """Where a window of this length begins, so that it holds all that it can of what lies from first to last."""
    low, high = sorted((last - length, first))
    return float(np.clip(chance.uniform(low, high), 0, 1 - length))


def _windowed(picture: Values, window: Window, size: tuple[int, int]) -> Values:
    """What a window shows, at a size of width and height."""
    height, width = picture.shape[:2]
    x0, y0, across, down = window
    left, top = min(round(x0 * width), width - 1), min(round(y0 * height), height - 1)
    cut = picture[top : max(top + 1, round((y0 + down) * height)), left : max(left + 1, round((x0 + across) * width))]
    shrinks = cut.shape[1] > size[0]
    return np.asarray(
        cv2.resize(cut, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR), picture.dtype
    )
