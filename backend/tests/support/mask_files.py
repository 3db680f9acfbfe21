"""Files of masks as other programs write them: PNG of every kind, zips with any names, movies; and the hard clip flattened."""

import io
from fractions import Fraction
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import av
import numpy as np
from hard_clip import FRAMES, OBJECTS, flattened, masks_of
from PIL import Image

from masklet.export.pictures import voc_palette

Flat = dict[int, dict[str, np.ndarray]]


def png(pixels: np.ndarray, palette: bytes | None = None, **options: object) -> bytes:
    """Grey, grey with alpha, RGB or RGBA by the array's shape; bool: 1 bit; uint16: 16 bits; with a palette: its entries."""
    image = Image.fromarray(pixels)
    if palette is not None:
        image.putpalette(palette)
    out = io.BytesIO()
    image.save(out, "PNG", **options)
    return out.getvalue()


def palette_png(labels: np.ndarray) -> bytes:
    """In DAVIS' palette."""
    return png(labels.astype(np.uint8), voc_palette())


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    """A zip with exactly these names."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def flat_masks(frames: object = range(FRAMES)) -> Flat:
    """What is left of the hard clip where a pixel has one object: by frame and name, empty ones left out."""
    found: Flat = {}
    for at in frames:  # type: ignore[attr-defined]
        labels = flattened(masks_of(at))
        masks = {one.name: labels == one.object_id + 1 for one in OBJECTS}
        found[at] = {name: mask for name, mask in masks.items() if mask.any()}
    return found


def movie(path: Path, pictures: list[np.ndarray], rate: Fraction, codec: str = "ffv1", pixels: str = "gray") -> Path:
    """A movie of these pictures (grey H x W, RGB or RGBA), in `pixels`."""
    with av.open(str(path), "w") as output:
        stream = output.add_stream(codec, rate=rate)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = pixels
        if codec.startswith("libvpx"):
            stream.options = {"auto-alt-ref": "0"}
        if codec == "libx264":
            stream.options = {"crf": "0"}
        kinds = {2: "gray", 3: "rgb24", 4: "rgba"}
        for picture in pictures:
            kind = kinds[2 if picture.ndim == 2 else picture.shape[2]]
            output.mux(
                stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), kind).reformat(format=pixels))
            )
        output.mux(stream.encode(None))
    return path
