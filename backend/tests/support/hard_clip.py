"""A clip whose masks are hard to write down, for round trips: a hole, two parts, an object that vanishes and returns, overlap,
an object at the border, one of a single pixel. And what a format makes of it, unpacked."""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import cv2
import numpy as np

from masklet.domain.export import ExportRequest
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks, ObjectMask
from masklet.domain.prompt import Point, Prompt
from masklet.domain.session import ObjectClass, TrackedObject
from masklet.domain.video import SourceMeta, Video
from masklet.masks import rle
from masklet.masks.masklet_file import write_masklets
from masklet.video.writer import VideoWriter

WIDTH, HEIGHT, FRAMES, RATE = 96, 64, 8, Fraction(24000, 1001)
RING, PAIR, SHY, CORNER, DOT = range(5)
CLASSES = (ObjectClass(1, "ring", "#00ff00"), ObjectClass(2, "thing", "#0000ff"))
OBJECTS = (
    TrackedObject(RING, "ring with hole", "#3b9dff", class_id=1),
    TrackedObject(PAIR, "two parts", "#b4ff00", class_id=2),
    TrackedObject(SHY, "comes and goes", "#f00f0f", class_id=2),
    TrackedObject(CORNER, "touches the border", "#aa00aa", class_id=2),
    TrackedObject(DOT, "one pixel", "#ffffff", class_id=2),
)
HIDDEN = (0, 3, 4)  # frames without the object that comes and goes: it is not on the first one


@dataclass(frozen=True)
class HardClip:
    """`masks[frame_index][object_id]`, H x W bool; what is hidden is left out. The ring and the pair overlap."""

    request: ExportRequest
    masks: dict[int, dict[int, np.ndarray]]


def masks_of(index: int) -> dict[int, np.ndarray]:
    blank = np.zeros((HEIGHT, WIDTH), np.uint8)
    ring = cv2.circle(blank.copy(), (30 + index, 30), 16, 1, -1)
    cv2.circle(ring, (30 + index, 30), 6, 0, -1)
    pair, shy, corner, dot = (blank.copy() for _ in range(4))
    pair[20:40, 36:50] = pair[8:14, 70:80] = 1
    shy[44:60, 50 + index : 66 + index] = 1
    corner[: 10 + index, WIDTH - 12 :] = 1
    dot[60, 5 + index] = 1
    found = {RING: ring, PAIR: pair, SHY: shy, CORNER: corner, DOT: dot}
    return {key: mask.astype(bool) for key, mask in found.items() if not (key == SHY and index in HIDDEN)}


def hard_clip(folder: Path) -> HardClip:
    media = folder / "video.mp4"
    with VideoWriter(media, WIDTH, HEIGHT, RATE) as writer:
        for index in range(FRAMES):
            y, x = np.mgrid[:HEIGHT, :WIDTH]
            writer.write(np.stack([x * 2, y * 3, np.full_like(x, 20 * index)], -1).clip(0, 255).astype(np.uint8))
    source = SourceMeta("hard.mov", WIDTH, HEIGHT, 0, "h264", "mov", 0.0)
    request = ExportRequest(
        format_name="",
        options=ExportOptions(),
        video=Video("uploads/1.mp4", "Hard “clip”", WIDTH, HEIGHT, 0, 0, FRAMES, RATE, False, source),
        media_file=str(media),
        frame_times_file=str(folder / "frame_times.json"),
        engine="flow",
        session_id="s1",
        objects=OBJECTS,
        masklets_file=str(folder / "masklets.jsonl"),
        out_file="",
        session_name="Hard session",
        prompts=((RING, 0, Prompt((Point(20.0, 30.0, 1),))),),
        classes=CLASSES,
    )
    masks = {index: masks_of(index) for index in range(FRAMES)}
    frames = (
        FrameMasks(index, {key: ObjectMask(rle.encode(mask), 0.75) for key, mask in there.items()})
        for index, there in masks.items()
    )
    write_masklets(Path(request.masklets_file), frames)
    return HardClip(request, masks)


def exported(clip: HardClip, format_name: str, folder: Path, options: ExportOptions | None = None) -> Path:
    """Where it lies: the file, or the folder that its package was unpacked into."""
    from masklet.export import registry

    folder.mkdir(parents=True, exist_ok=True)
    out = folder / f"{format_name}.part"
    asked = replace(clip.request, format_name=format_name, out_file=str(out), options=options or ExportOptions())
    registry.write(asked, lambda done, total: None, lambda: False)
    if not is_zipfile(out):
        return out
    unpacked = folder / format_name
    with ZipFile(out) as archive:
        archive.extractall(unpacked)
    return unpacked


def flattened(masks: dict[int, np.ndarray]) -> np.ndarray:
    """H x W: 0, or the number (object id + 1) of the topmost object."""
    labels = np.zeros((HEIGHT, WIDTH), np.int64)
    for one in OBJECTS:
        if one.object_id in masks:
            labels[masks[one.object_id]] = one.object_id + 1
    return labels
