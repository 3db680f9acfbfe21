"""The only list of import formats, in the order in which a file is tried and a person sees them."""

from masklet.export.imports.format import ImportFormat
from masklet.export.imports.formats.coco import COCO
from masklet.export.imports.formats.davis import DAVIS
from masklet.export.imports.formats.matte_video import MATTE_VIDEO
from masklet.export.imports.formats.mots_png import MOTS_PNG
from masklet.export.imports.formats.png_sequence import PNG_SEQUENCE
from masklet.export.imports.formats.voc import VOC

# The first that knows a file reads it: the more special ones stand first.
FORMATS: tuple[ImportFormat, ...] = (
    COCO,
    MOTS_PNG,
    VOC,
    PNG_SEQUENCE,
    DAVIS,
    MATTE_VIDEO,
)
