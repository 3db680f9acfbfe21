"""What the network sees of a frame, and where its answers belong there. Legend: h x w pixels of the network's input."""

from dataclasses import dataclass
from typing import TypeVar, cast

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from masklet.engine.flow.region import Bits, Image
from masklet.engine.flow.scene_motion import SceneMotion
from masklet.engine.proposals.inputs import USUAL_MOTION
from masklet.masks.geometry import extent

HEIGHT, WIDTH = 64, 112  # as most of training shows it (training/settings); measured in docs/proposals-model-card.md
AROUND = 1.6  # of a mask's size: the window around it,
LEAST_WINDOW = 0.2  # and at least this much of the frame
Field = NDArray[np.float32]
Picture = TypeVar("Picture", bound=NDArray[np.generic])


@dataclass(frozen=True, slots=True)
class Sight:
    """A frame (H x W x 3), its motion (of any size, x 2; None: a still) and the part that is looked at: x, y, width, height in shares."""

    frame: Image
    motion: Field | None
    window: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)

    def seen(self) -> tuple[Tensor, Tensor]:
        """Colours and motion in the window at the network's size, 1 x 3 x h x w each."""
        colours = self._small(self.frame)
        picture = torch.from_numpy(colours.transpose(2, 0, 1).copy())[None].float() / 255
        if self.motion is None:
            return picture, torch.zeros_like(picture)
        shown = torch.from_numpy(self._small(self.motion).transpose(2, 0, 1).copy())[None]
        return picture, torch.cat([shown, torch.ones_like(shown[:, :1])], dim=1)

    def at(self, x: float, y: float) -> Tensor:
        """A place of the frame, in shares, in the network's pixels."""
        left, top, width, height = self.window
        return torch.tensor([(x - left) / width * WIDTH, (y - top) / height * HEIGHT])

    def placed(self, logits_hw: Tensor) -> Bits:
        """An answer in the window as a mask of the whole frame."""
        height, width = self.frame.shape[:2]
        x0, y0, x1, y1 = self._pixels(height, width)
        enlarged = F.interpolate(logits_hw[None, None], (y1 - y0, x1 - x0), mode="bilinear", align_corners=False)
        whole = np.zeros((height, width), np.bool_)
        whole[y0:y1, x0:x1] = (enlarged[0, 0] > 0).numpy()
        return whole

    def cut(self, mask: Bits) -> Tensor:
        """A mask of the frame as a previous one, 1 and -1, 1 x h x w."""
        return torch.from_numpy(self._small(mask.astype(np.float32)) > 0.5)[None].float() * 2 - 1

    def around(self, mask: Bits) -> "Sight":
        """The window around a mask; the same where it is empty."""
        found = extent(mask)
        if found is None:
            return self
        height, width = mask.shape
        x0, y0, x1, y1 = found
        size = min(1.0, max(LEAST_WINDOW, AROUND * (x1 - x0) / width, AROUND * (y1 - y0) / height))
        left, top = ((a + b) / 2 / whole - size / 2 for a, b, whole in ((x0, x1, width), (y0, y1, height)))
        return Sight(self.frame, self.motion, (min(max(left, 0), 1 - size), min(max(top, 0), 1 - size), size, size))

    def _small(self, picture: Picture) -> Picture:
        x0, y0, x1, y1 = self._pixels(picture.shape[0], picture.shape[1])
        part = np.ascontiguousarray(picture[y0:y1, x0:x1])
        return cast(Picture, cv2.resize(part, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA))

    def _pixels(self, height: int, width: int) -> tuple[int, int, int, int]:
        x, y, across, down = self.window
        x0, y0 = int(x * width), int(y * height)
        return x0, y0, x0 + max(1, round(across * width)), y0 + max(1, round(down * height))


def told(motion: SceneMotion | None) -> Field | None:
    """Motion as the network was taught it (see training/seen_flow): its direction, and a strength below 1."""
    if motion is None:
        return None
    strength = np.linalg.norm(motion.residual, axis=2, keepdims=True)
    return np.asarray(motion.residual / (strength + USUAL_MOTION * motion.noise), np.float32)
