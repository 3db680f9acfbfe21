"""CVAT 1.1, in: annotations.xml for video (tracks) or for images, with polygons and masks.

Video: frames are the clip's. A shape stays until the track's next one, or to the task's last frame, at the task's frame step, as CVAT
shows it; `outside="1"` ends it. CVAT lists every frame of a polygon track, so what moves in between its keyframes is in the file;
where frames are left out, nothing is moved. Tracks of one `group_id` are one object: its shapes are drawn in z_order, and those that
are labelled `background` with an odd z_order erase: so our own come back (see export/formats/cvat.py).

Images: an image's `id` is its frame, else the last number in its name. Objects are told apart by an attribute `track_id` or
`object_id`, else by their label and their order on the image, which is said; a group on an image is one object there.

Boxes, lines, points and skeletons are no masks: said once for each track. Of several tasks one is read: see clips.py. Pictures'
sizes: `original_size` or the image's, else the clip's.
"""

from collections.abc import Iterator

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportFormatInfo
from masklet.domain.video import Video
from masklet.export.imports.cvat_images import images
from masklet.export.imports.cvat_meta import meta_of
from masklet.export.imports.cvat_tracks import tracks
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.format import ImportFormat
from masklet.export.imports.found import Found
from masklet.export.imports.streamed_xml import root_of

ROOT = "annotations"
MOST_ASKED = 20  # XML files of a folder that are looked into

INFO = ImportFormatInfo(
    name="cvat",
    title="CVAT 1.1",
    description="Polygons and masks of CVAT for video or for images: the XML file, or the zip that it comes in.",
    suffixes=(".xml", ".zip"),
)


def knows(files: ImportFiles) -> bool:
    """An XML file of annotations."""
    return _file(files) is not None


def read(files: ImportFiles, video: Video) -> Iterator[Found]:
    """What is said of all tracks first, then tracks, then images."""
    name = _file(files)
    if name is None:
        told = f"“{files.file_name}” is no CVAT file: it has no annotations."
        raise InvalidInput(told, reason="noMasks", name=files.file_name)
    meta = meta_of(files, name, video)
    yield from meta.others()
    yield from tracks(files, name, meta)
    yield from images(files, name, meta)


def _file(files: ImportFiles) -> str | None:
    return next((name for name in files.ending(".xml")[:MOST_ASKED] if root_of(files, name) == ROOT), None)


CVAT = ImportFormat(INFO, knows, read, is_from_zero=True)
