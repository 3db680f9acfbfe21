"""Pictures whose colours or numbers are objects: DAVIS and YouTube-VOS folders, our PNG export, a picture alone.

Read: PNG with a palette (its entries are the objects, 255 is void), 8- and 16-bit grey (the same by number), and RGB (DAVIS'
colours, or any up to 255). A sequence of black and white, of soft mattes or of cut-outs is one object, see label_rule.py. A frame's
number is the last one in its file's name; a file alone is frame 0, unless its name is a number. Of several sequences one is read.
Names, classes and drawing order come from objects.json or notes.json, where they are from us.
"""

from collections.abc import Iterator

from masklet.domain.mask_import import ImportFormatInfo
from masklet.domain.video import Video
from masklet.export.imports.clip_folders import chosen_folder
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.fitting import Fitting
from masklet.export.imports.format import ImportFormat
from masklet.export.imports.found import Found, FoundObject
from masklet.export.imports.label_rule import LabelRule
from masklet.export.imports.labelled import read_labelled
from masklet.export.imports.own_notes import noted_objects, stem_of
from masklet.export.imports.picture_tree import mask_pictures

INFO = ImportFormatInfo(
    name="davis",
    title="DAVIS and palette PNG",
    description="A picture per frame whose colours or numbers are the objects: DAVIS, YouTube-VOS, our PNG masks, one drawn mask.",
    suffixes=(".png", ".zip"),
)


def knows(files: ImportFiles) -> bool:
    """Any PNG; more special formats are asked before."""
    return bool(files.ending(".png"))


def read(files: ImportFiles, video: Video) -> Iterator[Found]:
    """One folder of pictures, frame by frame."""
    frames = yield from chosen_folder(files, video, mask_pictures(files))
    noted = noted_objects(files)
    yield from noted
    known = {one.key for one in noted}
    rule = LabelRule()
    matte = stem_of(frames[0][1].rpartition("/")[0]) if frames else ""

    def describe(value: int) -> FoundObject:
        if value in known:
            return FoundObject(value)
        return FoundObject(value, (matte or stem_of(files.file_name)) if rule.is_matte else f"Object {value}")

    yield from read_labelled(files, frames, Fitting(video), rule.labels, describe)


DAVIS = ImportFormat(INFO, knows, read)
