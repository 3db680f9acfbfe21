"""Makes a screenshot small: scaled and with few colours, until it is below 100 kB. Usage: shrink_picture.py FROM TO."""

import io
import sys
from pathlib import Path

from PIL import Image

LARGEST_BYTES = 80_000
# Colours of the interface and of the first objects: they stand beside large pictures and must not take on their colours.
KEPT = "0b0c0e 131518 1a1d21 23272d 2e333a eceef1 a9b0ba 868e99 8b9bff 5fd39a ff7a76 3b9dff b4ff00 f00f0f ffffff 000000"
TRIES = ((1120, 224), (1120, 160), (1120, 112), (960, 112), (880, 80), (800, 64), (720, 48), (640, 32))


def shrink(picture: Image.Image, width: int, colours: int) -> bytes:
    """The picture as a palette PNG, at most so wide."""
    scale = min(1.0, width / picture.width)
    size = (round(picture.width * scale), round(picture.height * scale))
    small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    # The first method serves large surfaces, the second rare colours.
    methods = (Image.Quantize.MEDIANCUT, Image.Quantize.MAXCOVERAGE)
    found = [
        (small.quantize(colours // 2, method=method).getpalette() or [])[: 3 * (colours // 2)] for method in methods
    ]
    palette = Image.new("P", (1, 1))
    palette.putpalette(found[0] + found[1] + list(bytes.fromhex(KEPT)))
    out = io.BytesIO()
    small.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    """The command line."""
    source, target = map(Path, sys.argv[1:3])
    with Image.open(source) as picture:
        data = next(data for width, colours in TRIES if len(data := shrink(picture, width, colours)) <= LARGEST_BYTES)
    target.write_bytes(data)


if __name__ == "__main__":
    main()
