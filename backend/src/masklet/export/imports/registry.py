"""The only list of import formats, in the order in which a file is tried and a person sees them."""

from masklet.export.imports.format import ImportFormat
from masklet.export.imports.formats.coco import COCO

FORMATS: tuple[ImportFormat, ...] = (COCO,)
