"""Mattes as PNG pictures in folders: `{id}_{name}/00000.png`, 8-bit grey, or the cut-out object as RGBA.

Rules: the name is the clip's frame, so a range begins at its own number and a stride leaves numbers out (the manifest lists them).
`grey`: 0 or 255. `straight`: the clip's colours beside an alpha of 0 or 255, kept for 8 pixels around the object, black beyond.
`premultiplied`: the colours times alpha, so black wherever alpha is 0. Nothing is lost. A frame without the object is black or clear.
Needed by compositors (After Effects, Nuke, Fusion, Blender) that read sequences. With all objects together the folder is `all`.
"""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.domain.export_options import ExportOptions
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.mattes import ABOUT, MOVIES, about, cut_out, mattes_of
from masklet.export.package import Package, packaged
from masklet.export.source import ExportSource
from masklet.masks.rle import BoolMask

GREY, STRAIGHT, PREMULTIPLIED = "grey", "straight", "premultiplied"
PIXELS = ParameterInfo("pixels", "Pixels", "choice", GREY, choices=(GREY, STRAIGHT, PREMULTIPLIED))

INFO = ExportFormatInfo(
    name="png_sequence",
    title="PNG sequence",
    description="Numbered pictures of each matte, grey or cut out with alpha, for compositors that read sequences.",
    suffix=".zip",
    options=(MOVIES, PIXELS),
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """One picture for each matte and frame."""
    mattes, kind = mattes_of(source, options), str(options.values[PIXELS.name])
    package.add_text(ABOUT, about(source, mattes, "/", "none" if kind == GREY else kind))
    for done, frame in enumerate(source.frames(), 1):
        for matte in mattes:
            mask = matte.mask(frame, source.height, source.width)
            package.add(
                f"{matte.stem}/{frame.frame_index:05d}.png", _png(_pixels(source, frame.frame_index, mask, kind))
            )
        yield done


def _pixels(source: ExportSource, frame_index: int, mask: BoolMask, kind: str) -> NDArray[np.uint8]:
    """H x W, or H x W x 4."""
    alpha = mask.astype(np.uint8) * 255
    if kind == GREY:
        return alpha
    picture = source.picture(frame_index)
    colour = cut_out(picture, mask) if kind == STRAIGHT else picture * mask[:, :, None]
    return np.dstack((colour, alpha))


def _png(pixels: NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", compress_level=4)
    return out.getvalue()


PNG_SEQUENCE = ExportFormat(INFO, packaged(fill))
