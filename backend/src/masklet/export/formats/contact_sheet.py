"""Contact sheet: one PNG, a grid of evenly chosen frames with the masks over them and a caption under each.

The first and the last written frame are always among them; the caption is the clip's frame index and its time. Options: how many
pictures, how many in a row, how wide each is (never wider than the clip). Overlap is flattened by z-order; it is a picture to
look at, not one to get masks from. For reports, and for a glance at a whole clip.
"""

from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.domain.export_options import ExportOptions
from masklet.export.effects.lettering import lettering, writable
from masklet.export.effects.seen import Picture
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.overlaid import overlaid
from masklet.export.source import ExportSource

PICTURES = ParameterInfo("pictures", "Pictures", "number", 12, 1, 100, step=1)
COLUMNS = ParameterInfo("columns", "In a row", "number", 4, 1, 20, step=1)
WIDTH = ParameterInfo("width", "Width of each", "number", 320, 80, 640, step=1)
GAP, CAPTION = 8, 16  # pixels between pictures, and of a caption's height
PAPER, INK = 24, 235

INFO = ExportFormatInfo(
    name="contact_sheet",
    title="Contact sheet",
    description="One picture with evenly chosen frames and their masks, for reports and a glance at the whole clip.",
    suffix=".png",
    options=(PICTURES, COLUMNS, WIDTH),
)


def write(source: ExportSource, path: Path, options: ExportOptions) -> Steps:
    """Only the sheet itself is kept, and the chosen frames alone are decoded."""
    chosen = _evenly(source.frame_indices, int(options.values[PICTURES.name]))
    columns = min(int(options.values[COLUMNS.name]), len(chosen))
    width = min(int(options.values[WIDTH.name]), source.width)
    size = (width, max(1, round(width * source.height / source.width)))
    sheet = _paper(len(chosen), columns, size)
    for done, frame in enumerate(source.frames(), 1):
        if frame.frame_index in chosen:
            picture = cv2.resize(overlaid(source, frame), size, interpolation=cv2.INTER_AREA)
            caption = f"{frame.frame_index}   {float(frame.frame_index / source.video.frame_rate):.2f} s"
            _put(sheet, chosen.index(frame.frame_index), columns, np.asarray(picture, np.uint8), caption)
        yield done
    Image.fromarray(sheet).save(path, "PNG")


def _evenly(frames: range, wanted: int) -> list[int]:
    """The first, the last and what lies evenly between; the middle one where one is wanted; all where there are fewer."""
    if wanted >= len(frames):
        return list(frames)
    if wanted == 1:
        return [frames[len(frames) // 2]]
    gaps = wanted - 1
    return [frames[(2 * place * (len(frames) - 1) + gaps) // (2 * gaps)] for place in range(wanted)]


def _cell(size: tuple[int, int]) -> tuple[int, int]:
    """Width and height of a picture with its caption and the gap after it."""
    return size[0] + GAP, size[1] + CAPTION + 2 * GAP


def _paper(pictures: int, columns: int, size: tuple[int, int]) -> Picture:
    wide, high = _cell(size)
    rows = -(-pictures // columns)
    return np.full((rows * high + GAP, columns * wide + GAP, 3), PAPER, np.uint8)


def _put(sheet: Picture, place: int, columns: int, picture: Picture, caption: str) -> None:
    height, width = picture.shape[:2]
    wide, high = _cell((width, height))
    left, top = GAP + place % columns * wide, GAP + place // columns * high
    sheet[top : top + height, left : left + width] = picture
    ink = lettering(writable(caption), CAPTION)[:, :width]
    under = top + height + GAP // 2
    sheet[under : under + CAPTION, left : left + ink.shape[1]] = (PAPER + (INK - PAPER) * ink[..., None]).astype(
        np.uint8
    )


CONTACT_SHEET = ExportFormat(INFO, write)
