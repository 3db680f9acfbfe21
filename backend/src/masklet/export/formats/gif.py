"""GIF preview: the written frames with the masks over them, round and round.

A GIF counts time in 1/100 s. Picture k is shown from the hundredth nearest to its time, so it is never more than 5 ms off and
nothing adds up; pictures less than 2/100 s after the one before are left out, since players show shorter ones for 1/10 s. 256
colours, of each picture's own, and no sound. Options: the width (never wider than the clip; the height follows) and whether the
masks are drawn. Overlap is flattened by z-order. For chats, issues and slides; a stride makes it small.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from struct import pack
from typing import BinaryIO

import cv2
from PIL import Image
from PIL.GifImagePlugin import getdata

from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.overlaid import overlaid
from masklet.export.source import ExportSource

WIDTH = ParameterInfo("width", "Width", "number", 480, 16, 1920, step=1)
MASKS = ParameterInfo("masks", "With the masks", "toggle", True)
SHORTEST = 2  # hundredths that players respect
LONGEST = 65535  # what the format's two bytes hold
FOREVER = b"!\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"

INFO = ExportFormatInfo(
    name="gif",
    title="GIF preview",
    description="The clip with its masks as a moving picture for chats, issues and slides.",
    suffix=".gif",
    options=(WIDTH, MASKS),
)


def write(source: ExportSource, path: Path, options: ExportOptions) -> Steps:
    """A picture at a time, each in the file before the next is decoded. Raises VideoUnreadable."""
    width = min(int(options.values[WIDTH.name]), source.width)
    size = (width, max(1, round(width * source.height / source.width)))
    delays = _delays(len(source.frame_indices), source.rate)
    with path.open("wb") as file:
        file.write(b"GIF89a" + pack("<HHBBB", *size, 0, 0, 0) + FOREVER)  # no palette for all: each has its own
        for done, (frame, delay) in enumerate(zip(source.frames(), delays, strict=True), 1):
            if delay:
                _write_picture(file, _picture(source, frame, size, bool(options.values[MASKS.name])), delay)
            yield done
        file.write(b";")


def _delays(count: int, rate: Fraction) -> Iterator[int]:
    """Hundredths that each picture is shown; 0: it is left out, and the one before stays."""
    until = 0
    for place in range(count):
        start = _hundredths(place, rate)
        if start < until:
            yield 0
            continue
        following = place + 1
        while following < count and _hundredths(following, rate) - start < SHORTEST:
            following += 1
        until = max(start + SHORTEST, _hundredths(following, rate))
        yield min(until - start, LONGEST)


def _hundredths(place: int, rate: Fraction) -> int:
    return round(place * 100 / rate)


def _picture(source: ExportSource, frame: FrameMasks, size: tuple[int, int], with_masks: bool) -> Image.Image:
    whole = overlaid(source, frame) if with_masks else source.picture(frame.frame_index)
    return _in_few_colours(Image.fromarray(cv2.resize(whole, size, interpolation=cv2.INTER_AREA)))


def _in_few_colours(picture: Image.Image) -> Image.Image:
    """The palette is found on every few pixels only, which takes a tenth of the time and costs hardly a shade."""
    apart = max(1, min(4, min(picture.size) // 64))
    few = picture.resize((picture.width // apart, picture.height // apart), Image.Resampling.NEAREST)
    return picture.quantize(palette=few.quantize(256), dither=Image.Dither.NONE)


def _write_picture(file: BinaryIO, picture: Image.Image, delay: int) -> None:
    for piece in getdata(picture, duration=delay * 10, include_color_table=True):
        file.write(piece)


GIF = ExportFormat(INFO, write)
