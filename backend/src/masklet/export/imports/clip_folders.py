"""Of pictures in folders, each a clip's, those of the clip that is meant, with what is to be said about the rest."""

from collections.abc import Generator, Iterable, Iterator, Sequence

from masklet.domain.errors import InvalidInput
from masklet.domain.mask_import import ImportProblem, ProblemKind
from masklet.domain.video import Video
from masklet.export.imports.clips import meant_clip
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.found import Found
from masklet.export.imports.own_notes import is_whole, tell_count
from masklet.export.imports.picture_tree import Frames, by_folder, frames_of


def chosen_folder(files: ImportFiles, video: Video, names: Sequence[str]) -> Generator[Found, None, Frames]:
    """Returns the frames of one folder. Raises InvalidInput where there are no names."""
    if not names:
        raise InvalidInput(f"“{files.file_name}” holds no PNG.", reason="noMasks", name=files.file_name)
    folders = by_folder(names)
    meant = meant_clip(list(folders), video)
    yield from other_clips(files, folders, meant)
    return (yield from numbered(files, video, folders[meant]))


def other_clips(files: ImportFiles, clips: Iterable[str], meant: str) -> Iterator[ImportProblem]:
    """A problem for each that is not taken."""
    for other in clips:
        if other != meant:
            name = other or files.file_name
            yield ImportProblem(name, ProblemKind.OTHER_CLIP, {"name": name})


def numbered(files: ImportFiles, video: Video, names: Sequence[str]) -> Generator[Found, None, Frames]:
    """Returns a clip's pictures by number, those without one and a wrong number of them told."""
    frames, problems = frames_of(files, names)
    yield from problems
    numbers = sorted({number for number, _ in frames})
    if files.manifest is not None or is_whole(numbers):
        yield from tell_count(files, video, len(numbers))
    return frames
