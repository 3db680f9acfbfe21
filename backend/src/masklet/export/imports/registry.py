"""The only list of import formats, in the order in which a file is tried and a person sees them."""

from masklet.export.imports.format import ImportFormat
from masklet.export.imports.formats.coco import COCO
from masklet.export.imports.formats.cvat import CVAT
from masklet.export.imports.formats.davis import DAVIS
from masklet.export.imports.formats.label_studio import LABEL_STUDIO
from masklet.export.imports.formats.labelme import LABELME
from masklet.export.imports.formats.matte_video import MATTE_VIDEO
from masklet.export.imports.formats.mots_png import MOTS_PNG
from masklet.export.imports.formats.png_sequence import PNG_SEQUENCE
from masklet.export.imports.formats.sa_v import SA_V
from masklet.export.imports.formats.voc import VOC
from masklet.export.imports.formats.yolo_seg import YOLO_SEG
from masklet.export.imports.formats.youtube_vis import YOUTUBE_VIS

# The first that knows a file reads it: the more special ones stand first.
FORMATS: tuple[ImportFormat, ...] = (
    COCO,
    YOUTUBE_VIS,
    SA_V,
    CVAT,
    YOLO_SEG,
    LABEL_STUDIO,
    LABELME,
    MOTS_PNG,
    VOC,
    PNG_SEQUENCE,
    DAVIS,
    MATTE_VIDEO,
)
