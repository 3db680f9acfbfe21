"""Draws where the built-in engine fails: the worst frames, the true contour beside the mask found, for clicks, boxes and tracking.

    python bench/davis_failures.py                      generated hard clips, one sheet: docs/engine-failures.png
    python bench/davis_failures.py --davis FOLDER       the worst of the DAVIS sequences, one sheet a protocol, in FOLDER

DAVIS frames must not get into the project, so FOLDER lies outside of it.
"""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from bench_clips import davis_clip, davis_names
from davis_engine import DavisEngine
from hard_clips import Bits, Frame, TrueClip, hard_clips
from PIL import Image, ImageDraw
from simulated_person import Told, arrays, first_click, tight_box

from masklet.masks.geometry import extent
from masklet.masks.overlap import iou

REPOSITORY = Path(__file__).resolve().parents[2]
SHEET = REPOSITORY / "docs" / "engine-failures.png"
PROTOCOLS = ("click", "box", "tracking")
EVERY = 4  # frames that are clicked and boxed
WORST = 6  # of a sheet of DAVIS frames, each of another sequence
TILE = (212, 120)  # width and height of a picture
LABEL = 16
AROUND = 1.6  # of the masks' size: what is drawn of the frame,
CLOSEST = 4  # and at least this fraction of its width
COLOURS = 96  # of the sheet, which must stay small
TRUE_COLOUR, FOUND_COLOUR = (255, 255, 0), (255, 60, 160)


@dataclass(frozen=True)
class Failure:
    """One frame with the true mask and the one found."""

    protocol: str
    clip: str
    frame_index: int
    frame: Frame
    truth: Bits
    found: Bits

    @property
    def quality(self) -> float:
        """J."""
        return iou(self.truth, self.found)


def failures(clip: TrueClip) -> Iterator[Failure]:
    """The worst frame of each protocol, in their order."""
    engine = DavisEngine()
    engine.set_video(clip.frames)
    tracked = engine.propagate({0: Told(mask=clip.truths[0])})
    shown = [t for t in range(len(clip.frames)) if clip.truths[t].any()]
    yield _worst("click", clip, {t: _clicked(engine, clip, t) for t in shown[::EVERY]})
    yield _worst("box", clip, {t: _boxed(engine, clip, t) for t in shown[::EVERY]})
    yield _worst("tracking", clip, {t: tracked[t] for t in shown[1:]})


def _clicked(engine: DavisEngine, clip: TrueClip, frame_index: int) -> Bits:
    return engine.segment(frame_index, *arrays([first_click(clip.truths[frame_index])]))[0][0]


def _boxed(engine: DavisEngine, clip: TrueClip, frame_index: int) -> Bits:
    return engine.segment(frame_index, *arrays([]), tight_box(clip.truths[frame_index]))[0][0]


def _worst(protocol: str, clip: TrueClip, found: dict[int, Bits]) -> Failure:
    t = min(found, key=lambda t: iou(clip.truths[t], found[t]))
    return Failure(protocol, clip.name, t, clip.frames[t], clip.truths[t], found[t])


def sheet(rows: Iterable[Iterable[Failure]]) -> Image.Image:
    """A picture of failures in rows, each two tiles wide, of few colours."""
    tiles = [np.hstack([tile(failure) for failure in row]) for row in rows]
    whole = Image.fromarray(np.vstack(tiles))
    return whole.quantize(COLOURS, dither=Image.Dither.NONE)


def tile(failure: Failure) -> Frame:
    """The label over two pictures: the frame with the true contour, and the found mask on the darkened frame."""
    seen = view(failure)
    small = cv2.resize(failure.frame[seen], TILE, interpolation=cv2.INTER_AREA)
    true, found = (_shrunk(mask[seen]) for mask in (failure.truth, failure.found))
    left = _outlined(small.copy(), true, TRUE_COLOUR)
    right = np.repeat(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)[..., None] // 3, 3, axis=2)
    right[found] = FOUND_COLOUR
    pictures = np.hstack([left, _outlined(right, true, TRUE_COLOUR)])
    framed = cv2.copyMakeBorder(pictures, LABEL, 2, 0, 4, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    return _labelled(
        framed, f"{failure.protocol}: {failure.clip}, frame {failure.frame_index}, J {failure.quality:.2f}"
    )


def view(failure: Failure) -> tuple[slice, slice]:
    """The part of the frame that is drawn, of the tile's shape: both masks with something around, so that a small one is seen."""
    height, width = failure.truth.shape
    x0, y0, x1, y1 = extent(failure.truth | failure.found) or (0, 0, width, height)
    wide = max(AROUND * max(x1 - x0, (y1 - y0) * TILE[0] / TILE[1]), width / CLOSEST)
    wide = min(wide, width, height * TILE[0] / TILE[1])
    high = wide * TILE[1] / TILE[0]
    left = min(max((x0 + x1 - wide) / 2, 0), width - wide)
    top = min(max((y0 + y1 - high) / 2, 0), height - high)
    return slice(int(top), int(top + high)), slice(int(left), int(left + wide))


def _shrunk(mask: Bits) -> Bits:
    return np.asarray(cv2.resize(mask.astype(np.float32), TILE, interpolation=cv2.INTER_AREA) > 0.4)


def _outlined(picture: Frame, mask: Bits, colour: tuple[int, int, int]) -> Frame:
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    return np.asarray(cv2.drawContours(np.ascontiguousarray(picture), contours, -1, colour, 1), np.uint8)


def _labelled(picture: Frame, text: str) -> Frame:
    drawn = Image.fromarray(picture)
    ImageDraw.Draw(drawn).text((3, 2), text, fill=(0, 0, 0))
    return np.asarray(drawn)


def draw_generated(file: Path) -> None:
    """One row for each kind of hard clip."""
    rows = [list(failures(clip)) for clip in hard_clips()]
    sheet(rows).save(file, optimize=True)
    _tell(rows, file)


def draw_davis(folder: Path) -> None:
    """For each protocol the sequences that come out worst."""
    if folder.resolve().is_relative_to(REPOSITORY):
        raise SystemExit(f"{folder} lies in the project, into which no DAVIS frame may be copied")
    folder.mkdir(parents=True, exist_ok=True)
    found = [list(failures(davis_clip(name))) for name in davis_names()]
    for k, protocol in enumerate(PROTOCOLS):
        worst = sorted((row[k] for row in found), key=lambda failure: failure.quality)[:WORST]
        file = folder / f"davis-failures-{protocol}.png"
        sheet([[failure] for failure in worst]).save(file, optimize=True)
        _tell([worst], file)


def _tell(rows: Iterable[Iterable[Failure]], file: Path) -> None:
    for failure in (failure for row in rows for failure in row):
        print(f"{failure.protocol:<10}{failure.clip:<18}frame {failure.frame_index:3d}  J {failure.quality:.2f}")
    print(f"{file}: {file.stat().st_size / 1000:.0f} kB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--davis", type=Path, metavar="FOLDER", help="the DAVIS sequences instead, into this folder")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    if options.davis is None:
        draw_generated(SHEET)
    elif davis_names():
        draw_davis(options.davis)
    else:
        print("skipped: the DAVIS sequences are not in ../shared/davis")


if __name__ == "__main__":
    main()
