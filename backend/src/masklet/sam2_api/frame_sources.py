"""What `init_state` takes as a video: a file, a folder of frames, an array, a list. Opens it; decodes nothing yet."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image
from torch import Tensor

from masklet.domain.errors import VideoNotFound
from masklet.engine.sam2.frames_ahead import OpenFrames
from masklet.sam2_api.array_frames import ArrayFrames, ListedFrames
from masklet.sam2_api.folder_frames import FolderFrames
from masklet.video.exact_reader import ExactReader
from masklet.video.images import is_picture

Picture = NDArray[np.generic] | Tensor | Image
VideoInput = str | PathLike[str] | NDArray[np.generic] | Tensor | Sequence[Picture]


def open_frames(video: VideoInput) -> OpenFrames:
    """The frames of a video file, of a folder (sorted by the numbers in the names), of one picture file, of an array
    [T, H, W, 3] or [T, 3, H, W], or of a list of pictures [H, W, 3]; the caller closes it.

    Arrays are uint8, or floats from 0 to 1. Raises VideoNotFound, VideoUnreadable, LimitExceeded, InvalidInput.
    """
    if isinstance(video, (str, PathLike)):
        return _open_path(Path(video))
    if isinstance(video, np.ndarray | Tensor):
        return ArrayFrames(video)
    return ListedFrames(video)


def _open_path(path: Path) -> OpenFrames:
    if path.is_dir():
        return FolderFrames.of_folder(path)
    if not path.is_file():
        raise VideoNotFound(f"There is no video file or folder {path.name!r}.")
    if is_picture(path, path.name):
        return FolderFrames([path])
    return ExactReader(path)
