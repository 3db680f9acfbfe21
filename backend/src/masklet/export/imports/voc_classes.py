"""What the numbers in Pascal VOC's class pictures are called: by labelmap.txt, else VOC's own twenty. Pure."""

from masklet.domain.errors import InvalidInput, LimitExceeded
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.label_rule import LabelRule

_LABELMAP = "labelmap.txt"
_OWN = [
    "aeroplane",
    "bicycle",
    "bird",
    "boat",
    "bottle",
    "bus",
    "car",
    "cat",
    "chair",
    "cow",
    "diningtable",
    "dog",
    "horse",
    "motorbike",
    "person",
    "pottedplant",
    "sheep",
    "sofa",
    "train",
    "tvmonitor",
]


def class_names(files: ImportFiles, rule: LabelRule) -> dict[int, str]:
    """By the number that `rule` gives a class' colour."""
    name = next((one for one in files.names if one.rpartition("/")[2] == _LABELMAP), None)
    try:
        lines = [] if name is None else files.read(name).decode("utf-8", "replace").splitlines()
    except (InvalidInput, LimitExceeded):
        lines = []
    rows = (line.split(":") for line in lines if not line.startswith("#"))
    found = {rule.number_of(colour): row[0] for row in rows if len(row) > 1 and (colour := _colour(row[1])) is not None}
    return {key: one for key, one in found.items() if key} or dict(enumerate(_OWN, 1))


def _colour(text: str) -> tuple[int, int, int] | None:
    parts = text.split(",")
    if len(parts) != 3 or not all(part.strip().isdecimal() and int(part) < 256 for part in parts):
        return None
    red, green, blue = (int(part) for part in parts)
    return red, green, blue
