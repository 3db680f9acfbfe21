"""A folder of pictures for each object, so that overlap is kept: SA-V's PNG folders, and PNG sequences as compositors write them.

Read: `{clip}/{object}/{frame}.png` or `{object}/{frame}.png`, also our `{number}_{name}/00000.png` with mattes.json. A pixel is the
object's where alpha is at least 128, if the folder's pictures have an alpha that is not opaque everywhere; else where they are at
least half white (8 or 16 bits, 1-bit white; with nothing brighter than 1, where they are 1); of a palette where it is not entry 0.
A black or clear picture hides the object on that frame. Pictures in colours without alpha are no masks. Of several clips one is read.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportFormatInfo, ImportProblem
from masklet.domain.video import Video
from masklet.export.imports.clip_folders import other_clips
from masklet.export.imports.clips import meant_clip
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.fitting import Fitting
from masklet.export.imports.format import ImportFormat
from masklet.export.imports.found import Found, FoundFrames, FoundMask, FoundObject
from masklet.export.imports.labelled import no_mask
from masklet.export.imports.matte_rule import MatteRule
from masklet.export.imports.own_notes import Mattes, is_whole, mattes, object_of, tell_count, z_orders
from masklet.export.imports.picture import read_picture
from masklet.export.imports.picture_tree import Frames, by_folder, frames_of, has_folders_of_objects, mask_pictures
from masklet.masks import rle
from masklet.video.images import natural_order

INFO = ImportFormatInfo(
    name="png_sequence",
    title="PNG folder per object",
    description="A folder of black and white or cut-out pictures for each object: SA-V PNG, sequences of compositors.",
    suffixes=(".zip",),
)


def knows(files: ImportFiles) -> bool:
    """Folders that are objects."""
    return has_folders_of_objects(files)


def read(files: ImportFiles, video: Video) -> Iterator[Found]:
    """Object by object, each frame by frame."""
    clips: dict[str, dict[str, list[str]]] = {}
    for folder, names in by_folder(mask_pictures(files)).items():
        if not folder:
            yield from (no_mask(name) for name in names)
            continue
        clips.setdefault(folder.rpartition("/")[0], {})[folder] = names
    if not clips:
        raise InvalidInput(f"“{files.file_name}” holds no folder of PNG.", reason="noMasks", name=files.file_name)
    meant = meant_clip(list(clips), video)
    yield from other_clips(files, clips, meant)
    yield from _read_clip(files, clips[meant], video)


def _read_clip(files: ImportFiles, folders: dict[str, list[str]], video: Video) -> Iterator[Found]:
    about, fitting = mattes(files), Fitting(video)
    numbers: set[int] = set()
    for one in _objects(files, folders, about):
        frames, unnumbered = frames_of(files, folders[str(one.key)])
        yield one
        yield from unnumbered
        numbers.update(number for number, _ in frames)
        yield from _read_object(files, one, frames, fitting, MatteRule(about.has_alpha))
    if files.manifest is not None or is_whole(sorted(numbers)):
        yield from tell_count(files, video, len(numbers))


def _objects(files: ImportFiles, folders: dict[str, list[str]], about: Mattes) -> list[FoundObject]:
    """Bottom to top as the manifest says, else by number or name. Their keys are the folders."""
    places = z_orders(files)
    found = []
    for folder in sorted(folders, key=natural_order):
        found.append(object_of(files, folder, PurePosixPath(folder).name, about.shown.get(f"{folder}/", [])))
    return sorted(found, key=lambda one: places.get(one.number, 0) if one.number is not None else 0)


def _read_object(
    files: ImportFiles, one: FoundObject, frames: Frames, fitting: Fitting, rule: MatteRule
) -> Iterator[Found]:
    for number, name in frames:
        picture = read_picture(files, name, fitting)
        if isinstance(picture, ImportProblem):
            yield picture
        elif (mask := rule.mask(picture)) is None:
            yield no_mask(name)
        else:
            yield FoundFrames(range(number, number + 1), one.key)
            if mask.any():
                yield FoundMask(one.key, number, rle.encode(mask), name)


PNG_SEQUENCE = ImportFormat(INFO, knows, read)
