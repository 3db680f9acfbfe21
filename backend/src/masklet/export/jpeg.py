"""Pictures as JPEG files, for formats that bring the frames along. Knows no frames."""

import io

from PIL import Image

from masklet.export.effects.seen import Picture

QUALITY = 95


def jpeg(picture: Picture) -> bytes:
    """An RGB picture as a JPEG file, with full colour resolution: annotations end at sharp edges."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()
