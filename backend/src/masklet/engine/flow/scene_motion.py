"""What moves on a frame against its background: optical flow to a neighbouring frame less the camera's own motion.

A thing that a person clicks in a video mostly moves otherwise than what is behind it, so this separates objects that
colour does not. Where nothing moves there is no evidence, and nothing is lost. Legend: h, w height and width of the
motion, which is of bounded size whatever the frame's.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.engine.flow.optical_flow import Vectors
from masklet.engine.flow.region import Bits, Field, Image
from masklet.masks.morphology import disc_at, parts_touching

WORK_SIZE = 428  # of the long side: half of 480p
CAMERA_ROUNDS = 6
EVERY = 4  # pixel that the camera's motion is fitted to
LEAST_NOISE = 0.05  # pixels of flow that mean nothing even on a perfect picture
SMOOTHING = 1.5
AT_CLICK = 2  # pixels around a click whose motion is the click's
PLAIN_STRENGTH = 30.0  # of the noise: motion that leaves no doubt


@dataclass(frozen=True, slots=True)
class SceneMotion:
    """`residual` h x w x 2: what the camera's motion does not explain, in pixels at `zoom` of the frame's size."""

    residual: NDArray[np.float32]
    zoom: float
    noise: float  # usual size of the residual where nothing moves

    @property
    def size(self) -> tuple[int, int]:
        """h and w."""
        return self.residual.shape[0], self.residual.shape[1]

    def shrunk(self, mask: Bits) -> Bits:
        """A full-size mask at the size of the motion."""
        height, width = self.size
        part = cv2.resize(mask.astype(np.uint8) * 255, (width, height), interpolation=cv2.INTER_AREA)
        return np.asarray(part > 127, np.bool_)

    def enlarged(self, field: Field, frame_shape: tuple[int, int]) -> Field:
        """A field of the size of the motion at the frame's."""
        size = (frame_shape[1], frame_shape[0])
        return np.asarray(cv2.resize(field, size, interpolation=cv2.INTER_LINEAR), np.float32)


@dataclass(frozen=True, slots=True)
class ClickMotion:
    """Motion as seen from a click: `likeness` h x w is 1 where a pixel moves as the click does and 0 where it moves
    with the background; `certainty` in [0, 1] says whether the click itself moves; `x`, `y` are the click in h x w."""

    scene: SceneMotion
    likeness: Field
    certainty: float
    x: float
    y: float

    def part(self, least: float) -> Bits:
        """The connected pixels around the click that are at least so like it, h x w."""
        here = disc_at(self.scene.size, self.x, self.y, 4)
        return parts_touching(self.likeness > least, here)


def seen_from(motion: SceneMotion, x: float, y: float) -> ClickMotion:
    """The motion as seen from the frame's pixel (x, y)."""
    height, width = motion.size
    column, row = min(int(x * motion.zoom), width - 1), min(int(y * motion.zoom), height - 1)
    rows = slice(max(0, row - AT_CLICK), row + AT_CLICK + 1)
    columns = slice(max(0, column - AT_CLICK), column + AT_CLICK + 1)
    at_click = motion.residual[rows, columns].reshape(-1, 2).mean(axis=0)
    square = float(at_click @ at_click)
    likeness = np.clip(motion.residual @ at_click / (square + LEAST_NOISE), -1, 2).astype(np.float32)
    strength = max(1.0, float(np.sqrt(square)) / motion.noise)
    certainty = min(1.0, float(np.log(strength) / np.log(PLAIN_STRENGTH)))
    return ClickMotion(motion, likeness, certainty, float(column), float(row))


def scene_motion(frame: Image, neighbour: Image) -> SceneMotion:
    """The motion of an H x W x 3 frame against one of the same size just before or after it."""
    zoom = min(1.0, WORK_SIZE / max(frame.shape[:2]))
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    vectors = flow.calc(_small_grey(frame, zoom), _small_grey(neighbour, zoom), None)  # type: ignore[call-overload]
    residual = _residual(np.asarray(vectors, np.float32))
    noise = float(np.median(np.sqrt((residual**2).sum(axis=2)))) + LEAST_NOISE
    return SceneMotion(residual, zoom, noise)


def _small_grey(frame: Image, zoom: float) -> NDArray[np.uint8]:
    size = (max(16, round(frame.shape[1] * zoom)), max(16, round(frame.shape[0] * zoom)))
    small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)


def _residual(vectors: Vectors) -> NDArray[np.float32]:
    """Flow less a quadratic motion that most of the picture agrees on (least squares, reweighted)."""
    height, width = vectors.shape[:2]
    basis_hw6 = _quadratic(height, width)
    basis_N6 = np.ascontiguousarray(basis_hw6[::EVERY, ::EVERY]).reshape(-1, 6)
    known_N2 = np.ascontiguousarray(vectors[::EVERY, ::EVERY]).reshape(-1, 2)
    weights_N = np.ones(len(known_N2), np.float32)
    for _ in range(CAMERA_ROUNDS):
        model_62 = _fitted(basis_N6, known_N2, weights_N)
        off_N = np.sqrt(((basis_N6 @ model_62 - known_N2) ** 2).sum(axis=1))
        scale = max(0.3, 1.5 * float(np.median(off_N)))
        weights_N = (1 / (1 + (off_N / scale) ** 2) ** 2).astype(np.float32)
    camera = (basis_hw6.reshape(-1, 6) @ model_62).reshape(height, width, 2)
    return np.asarray(cv2.GaussianBlur(vectors - camera, (0, 0), SMOOTHING), np.float32)


def _fitted(
    basis_N6: NDArray[np.float32], known_N2: NDArray[np.float32], weights_N: NDArray[np.float32]
) -> NDArray[np.float32]:
    weighted = basis_N6 * weights_N[:, None]
    normal = weighted.T @ basis_N6 + 1e-4 * np.eye(6, dtype=np.float32)
    return np.asarray(np.linalg.solve(normal, weighted.T @ known_N2), np.float32)


def _quadratic(height: int, width: int) -> NDArray[np.float32]:
    ys, xs = np.mgrid[:height, :width].astype(np.float32)
    xs, ys = (xs - width / 2) / width, (ys - height / 2) / width
    return np.stack([np.ones_like(xs), xs, ys, xs * xs, xs * ys, ys * ys], axis=-1)
