"""The only list of export formats, and how one is written: whole, or not at all."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from zipfile import is_zipfile

from masklet.domain.errors import Cancelled, UnknownExport
from masklet.domain.export import ExportFormatInfo, ExportGroup, ExportRequest, manifest_file
from masklet.domain.export_options import ExportOptions, fitted
from masklet.export.formats.coco import COCO
from masklet.export.formats.coco_dataset import COCO_DATASET
from masklet.export.formats.contact_sheet import CONTACT_SHEET
from masklet.export.formats.csv import CSV
from masklet.export.formats.cvat import CVAT
from masklet.export.formats.davis import DAVIS
from masklet.export.formats.format import ExportFormat
from masklet.export.formats.gif import GIF
from masklet.export.formats.label_studio import LABEL_STUDIO
from masklet.export.formats.labelme import LABELME
from masklet.export.formats.matte_mkv import MATTE_MKV
from masklet.export.formats.matte_mp4 import MATTE_MP4
from masklet.export.formats.mot import MOT
from masklet.export.formats.mots import MOTS
from masklet.export.formats.mots_png import MOTS_PNG
from masklet.export.formats.mp4 import MP4
from masklet.export.formats.png import PNG
from masklet.export.formats.png_sequence import PNG_SEQUENCE
from masklet.export.formats.prores import PRORES
from masklet.export.formats.sa_1b import SA_1B
from masklet.export.formats.sa_v import SA_V
from masklet.export.formats.sa_v_png import SA_V_PNG
from masklet.export.formats.session import SESSION
from masklet.export.formats.voc import VOC
from masklet.export.formats.webm_alpha import WEBM_ALPHA
from masklet.export.formats.yolo_boxes import YOLO_BOXES
from masklet.export.formats.yolo_seg import YOLO_SEG
from masklet.export.formats.youtube_vis import YOUTUBE_VIS
from masklet.export.manifest import manifest_text
from masklet.export.options import resolve
from masklet.export.source import ExportSource
from masklet.video.faults import room_fault

GROUPS: dict[ExportGroup, tuple[ExportFormat, ...]] = {
    ExportGroup.DATA: (
        COCO,
        COCO_DATASET,
        YOUTUBE_VIS,
        SA_V,
        SA_V_PNG,
        SA_1B,
        DAVIS,
        MOTS,
        MOTS_PNG,
        MOT,
        YOLO_SEG,
        YOLO_BOXES,
        VOC,
        PNG,
    ),
    ExportGroup.TOOLS: (
        CVAT,
        LABELME,
        LABEL_STUDIO,
    ),
    ExportGroup.EDITING: (
        MP4,
        MATTE_MP4,
        MATTE_MKV,
        PRORES,
        WEBM_ALPHA,
        PNG_SEQUENCE,
    ),
    ExportGroup.OVERVIEW: (
        CSV,
        CONTACT_SHEET,
        GIF,
    ),
    ExportGroup.SESSION: (SESSION,),
}
FORMATS: tuple[ExportFormat, ...] = tuple(
    replace(each, info=replace(each.info, group=group)) for group, members in GROUPS.items() for each in members
)


def formats() -> list[ExportFormatInfo]:
    """Every format, in the order a person sees them."""
    return [each.info for each in FORMATS]


def write(request: ExportRequest, on_progress: Callable[[int, int], None], is_cancelled: Callable[[], bool]) -> None:
    """Write the request's `out_file`, and beside it the manifest that only packages have inside. No file is left when this raises.

    `on_progress(frames done, frames in all)` after each frame; `is_cancelled` is asked before each. Raises UnknownExport
    (no such format, or options that do not fit), FrameOutOfRange, InvalidInput, ObjectNotFound, Cancelled, StorageFull,
    VideoUnreadable.
    """
    chosen = _get(request.format_name)
    options = _options(chosen.info, request)
    path = Path(request.out_file)
    with (
        _whole_or_nothing(path),
        ExportSource(request) as source,
        closing(chosen.write(source, path, options)) as steps,
    ):
        _stop_if(is_cancelled)
        for done in steps:
            on_progress(done, len(source.frame_indices))
            _stop_if(is_cancelled)
        if not is_zipfile(path):
            manifest_file(path).write_text(manifest_text(source), "utf-8")


def _options(info: ExportFormatInfo, request: ExportRequest) -> ExportOptions:
    whole = fitted(request.options, info.title, info.selections, request.video.frame_count, request.objects)
    return replace(whole, values=resolve(info.options, whole.values))


def _get(name: str) -> ExportFormat:
    for each in FORMATS:
        if each.info.name == name:
            return each
    raise UnknownExport(f"There is no export format called {name!r}.", formats=[each.info.name for each in FORMATS])


def _stop_if(is_cancelled: Callable[[], bool]) -> None:
    if is_cancelled():
        raise Cancelled("The export was cancelled.")


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        path.unlink(missing_ok=True)
        manifest_file(path).unlink(missing_ok=True)
        if (fault := room_fault(error)) is not None:
            raise fault from error
        raise
