"""Frames that are in memory already: one array of all, or a list of pictures. Copies none of them; knows no files.

Legend: T frames, H W height and width in pixels.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image
from torch import Tensor

from masklet.domain.errors import InvalidInput
from masklet.sam2_api.errors import FrameError

Frame = NDArray[np.uint8]
CHANNELS = 3
_LARGEST_BYTE = 255


class ArrayFrames:
    """[T, H, W, 3] or [T, 3, H, W], uint8 or floats from 0 to 1, NumPy or PyTorch on any device. Raises InvalidInput.

    The values of floats are looked at frame by frame, when read.
    """

    def __init__(self, array: NDArray[np.generic] | Tensor) -> None:
        shape = tuple(array.shape)
        if len(shape) != 4 or CHANNELS not in (shape[3], shape[1]):
            raise InvalidInput(f"A video's array is [T, H, W, 3] or [T, 3, H, W], not {list(shape)}.")
        if 0 in shape:
            raise InvalidInput(f"A video has at least one frame of one pixel; this array is {list(shape)}.")
        self._array, self._is_channels_last = array, shape[3] == CHANNELS
        self.frame_count = shape[0]
        self.height, self.width = shape[1:3] if self._is_channels_last else shape[2:4]
        self.read(0)  # a wrong kind of numbers shows at once

    def read(self, frame_index: int) -> Frame:
        """H x W x 3 uint8, not writable. Raises FrameError, InvalidInput."""
        _check_index(frame_index, self.frame_count)
        picture = _array_of(self._array[frame_index])
        return as_bytes(picture if self._is_channels_last else picture.transpose(1, 2, 0), f"Frame {frame_index}")

    def close(self) -> None:
        """The array is the caller's."""


class ListedFrames:
    """A list of pictures [H, W, 3] of one size: arrays as in ArrayFrames, or Pillow's. Raises InvalidInput."""

    def __init__(self, pictures: Sequence[NDArray[np.generic] | Tensor | Image]) -> None:
        if not isinstance(pictures, Sequence):
            kind = type(pictures).__name__
            raise InvalidInput(f"A video is a file, a folder of frames, an array or a list of pictures, not {kind}.")
        if not pictures:
            raise InvalidInput("A video has at least one frame; this list is empty.")
        self._pictures = pictures
        self.frame_count = len(pictures)
        self.height, self.width = _checked_size(pictures[0], "Frame 0")
        for index, picture in enumerate(pictures):
            if (size := _checked_size(picture, f"Frame {index}")) != (self.height, self.width):
                raise InvalidInput(
                    f"All frames must have one size: frame {index} is {size[1]} x {size[0]}, "
                    f"frame 0 is {self.width} x {self.height}."
                )

    def read(self, frame_index: int) -> Frame:
        """H x W x 3 uint8, not writable. Raises FrameError, InvalidInput."""
        _check_index(frame_index, self.frame_count)
        picture = self._pictures[frame_index]
        array = np.asarray(picture.convert("RGB")) if isinstance(picture, Image) else _array_of(picture)
        return as_bytes(array, f"Frame {frame_index}")

    def close(self) -> None:
        """The pictures are the caller's."""


def as_bytes(picture: NDArray[np.generic], name: str) -> Frame:
    """A picture of uint8, or of floats from 0 to 1, as uint8 that is not to be written to. Raises InvalidInput."""
    if picture.dtype == np.uint8:
        frame: Frame = picture.view(np.uint8)
    elif picture.dtype.kind == "f":
        frame = np.rint(checked_share(picture, name) * _LARGEST_BYTE).astype(np.uint8)
    else:
        raise InvalidInput(f"{name} holds {picture.dtype}; pictures are uint8, or floats from 0 to 1.")
    frame.flags.writeable = False
    return frame


def checked_share(picture: NDArray[np.generic], name: str) -> NDArray[np.float32]:
    """Floats from 0 to 1 as float32. Raises InvalidInput for others."""
    numbers = picture.astype(np.float32)
    if not ((numbers >= 0) & (numbers <= 1)).all():
        raise InvalidInput(f"{name} holds floats that are not from 0 to 1; pass uint8 for values up to 255.")
    return numbers


def _checked_size(picture: object, name: str) -> tuple[int, int]:
    """(height, width)."""
    if isinstance(picture, Image):
        return picture.height, picture.width
    if not isinstance(picture, np.ndarray | Tensor):
        raise InvalidInput(f"{name} is no picture but {type(picture).__name__}.")
    shape = tuple(picture.shape)
    if len(shape) != 3 or shape[2] != CHANNELS or 0 in shape:
        raise InvalidInput(f"{name} must be [H, W, 3], not {list(shape)}.")
    return shape[0], shape[1]


def _array_of(picture: NDArray[np.generic] | Tensor) -> NDArray[np.generic]:
    if not isinstance(picture, Tensor):
        return picture
    picture = picture.detach().cpu()
    return (picture.float() if picture.is_floating_point() else picture).numpy()  # NumPy knows no bfloat16


def _check_index(frame_index: int, count: int) -> None:
    if not 0 <= frame_index < count:
        raise FrameError(f"The video has no frame {frame_index}: it has {count}, counted from 0.")
