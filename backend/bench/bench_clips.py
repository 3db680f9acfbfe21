"""The clips that the engine's benches run on: where ../shared is, its DAVIS sequences and videos; a generated one always."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import av
import cv2
import numpy as np
from hard_clips import Frame, TrueClip

SHARED = Path(__file__).resolve().parents[3] / "shared"
DAVIS, VIDEOS, EVALUATOR = SHARED / "davis", SHARED / "videos", SHARED / "tools" / "evaluate_davis.py"


def davis_names() -> list[str]:
    """The sequences that are there; none without the folder."""
    folder = DAVIS / "JPEGImages" / "480p"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def davis_clip(name: str) -> TrueClip:
    """A sequence with its true masks, all of it in memory."""
    pictures = sorted((DAVIS / "JPEGImages" / "480p" / name).glob("*.jpg"))
    masks = sorted((DAVIS / "Annotations" / "480p" / name).glob("*.png"))
    if not pictures or len(pictures) != len(masks):
        raise SystemExit(f"{name}: {len(pictures)} frames and {len(masks)} masks in {DAVIS}")
    frames = [cv2.cvtColor(cv2.imread(str(p)), cv2.COLOR_BGR2RGB) for p in pictures]
    return TrueClip(name, frames, [cv2.imread(str(p), 0) > 0 for p in masks])


def enlarged(clip: TrueClip, width: int, height: int) -> TrueClip:
    """The clip at another size, its masks with it."""
    size = (width, height)
    frames = [np.asarray(cv2.resize(f, size, interpolation=cv2.INTER_CUBIC), np.uint8) for f in clip.frames]
    truths = [cv2.resize(t.astype(np.uint8), size, interpolation=cv2.INTER_LINEAR) > 0 for t in clip.truths]
    return TrueClip(clip.name, frames, truths)


def spread(frame_count: int, most: int) -> list[int]:
    """At most so many frame indices that have a next frame, from the first to the last."""
    return sorted(set(np.linspace(0, max(frame_count - 2, 0), most).round().astype(int).tolist()))


def video_pairs(most: int) -> Iterator[tuple[str, list[Frame]]]:
    """Of each video some frames spread over it, each with the next one."""
    for file in sorted(VIDEOS.glob("*.mp4")):
        with av.open(str(file)) as media:
            wanted = spread(media.streams.video[0].frames, most)
        yield from ((file.stem, pair) for pair in _pairs(file, wanted))


def _pairs(file: Path, wanted: list[int]) -> Iterator[list[Frame]]:
    before: Frame | None = None
    with av.open(str(file)) as media:
        for index, picture in enumerate(media.decode(video=0)):
            is_next = index - 1 in wanted
            frame = picture.to_ndarray(format="rgb24") if is_next or index in wanted else None
            if is_next:
                yield [before, frame]
            before = frame


def evaluator() -> ModuleType:
    """tools/evaluate_davis.py as a module; where it is missing, prints that and ends the program, which is no error."""
    if not EVALUATOR.is_file() or not davis_names():
        print(f"skipped: the evaluator or its sequences are missing ({EVALUATOR}, {DAVIS})")
        raise SystemExit(0)
    spec = importlib.util.spec_from_file_location("evaluate_davis", EVALUATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module
