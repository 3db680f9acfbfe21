"""The only list of import formats, in the order in which a file is tried and a person sees them."""

from masklet.export.imports.format import ImportFormat
from masklet.export.imports.formats.coco import COCO
from masklet.export.imports.formats.cvat import CVAT
from masklet.export.imports.formats.label_studio import LABEL_STUDIO
from masklet.export.imports.formats.labelme import LABELME
from masklet.export.imports.formats.sa_v import SA_V
from masklet.export.imports.formats.yolo_seg import YOLO_SEG
from masklet.export.imports.formats.youtube_vis import YOUTUBE_VIS

FORMATS: tuple[ImportFormat, ...] = (
    COCO,
    YOUTUBE_VIS,
    SA_V,
    CVAT,
    YOLO_SEG,
    LABEL_STUDIO,
    LABELME,
)
