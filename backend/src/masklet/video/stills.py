"""Still pictures of a clip: JPEG encoding, the poster and the filmstrip."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from masklet.video.faults import writing_faults
from masklet.video.reader import VideoReader

POSTER_WIDTH = 640
TILE_HEIGHT = 90
MAX_TILES = 60
_MAX_TILE_WIDTH = 1000  # 60 of them stay below the 65,535 pixels that a JPEG can be wide
_POSTER_CANDIDATES = 8


def encode_jpeg(frame: NDArray[np.uint8], quality: int = 88) -> bytes:
    """A frame (height x width x 3 RGB) as JPEG bytes; quality 1 to 100."""
    done, data = cv2.imencode(".jpg", cv2.cvtColor(frame, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError(f"no JPEG of a frame shaped {frame.shape}")
    return data.tobytes()


def tile_frame_indices(frame_count: int) -> list[int]:
    """The frame that each filmstrip tile shows."""
    tiles = min(frame_count, MAX_TILES)
    return [int((tile + 0.5) * frame_count / tiles) for tile in range(tiles)]


def write_stills(reader: VideoReader, poster: Path, filmstrip: Path) -> None:
    """Make both pictures in one run through the clip."""
    indices = tile_frame_indices(reader.frame_count)
    candidates = set(indices[:: max(1, len(indices) // _POSTER_CANDIDATES)])
    tile_width = min(_MAX_TILE_WIDTH, max(1, round(TILE_HEIGHT * reader.width / reader.height)))
    strip = np.empty((TILE_HEIGHT, tile_width * len(indices), 3), np.uint8)
    best, best_score = reader.read(indices[0]), -1.0
    for tile, index in enumerate(indices):
        frame = reader.read(index)
        shrunk = _resized(frame, tile_width, TILE_HEIGHT)
        strip[:, tile * tile_width : (tile + 1) * tile_width] = shrunk
        if index in candidates and (score := _liveliness(shrunk)) > best_score:
            best, best_score = frame, score
    with writing_faults():
        filmstrip.write_bytes(encode_jpeg(strip, 80))
        poster.write_bytes(encode_jpeg(_poster(best)))


def _poster(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = frame.shape[:2]
    if width <= POSTER_WIDTH:
        return frame
    return _resized(frame, POSTER_WIDTH, max(1, round(height * POSTER_WIDTH / width)))


def _resized(frame: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _liveliness(tile: NDArray[np.uint8]) -> float:
    """Black and blank frames score near 0; contrast and detail score high."""
    grey = cv2.cvtColor(tile, cv2.COLOR_RGB2GRAY)
    return float(grey.std()) + 0.2 * float(cv2.Laplacian(grey, cv2.CV_32F).std())
