"""Helpers of the video tests: requests, and what is found in a prepared folder."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numbered_clip import read_number

from masklet.domain.preparation import PrepareRequest
from masklet.domain.video import Video
from masklet.video.prepare import prepare

LIMITS = {"max_duration_s": 600.0, "max_long_side": 1280, "max_short_side": 720, "max_source_pixels": 8192 * 4320}


def request_for(source: Path, out_dir: Path, **changes: object) -> PrepareRequest:
    out_dir.mkdir(exist_ok=True)
    plain = PrepareRequest(
        source=str(source),
        file_name=source.name,
        video_path="uploads/x.mp4",
        out_dir=str(out_dir),
        start_s=None,
        duration_s=None,
        image_rate=Fraction(24),
        **LIMITS,
    )
    return replace(plain, **changes)


def prepared(source: Path, out_dir: Path, **changes: object) -> Video:
    return prepare(request_for(source, out_dir, **changes), lambda done, total: None, lambda: False)


def frames_of(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as media:
        return [frame.to_ndarray(format="rgb24") for frame in media.decode(video=0)]


def numbers_of(path: Path) -> list[int]:
    return [read_number(frame) for frame in frames_of(path)]


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())
