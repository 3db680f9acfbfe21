"""Pictures in which every object has a number, frame by frame, as found masks. Knows no folders."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from masklet.domain.mask_import import ImportProblem, ProblemKind
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.fitting import Fitting
from masklet.export.imports.found import Found, FoundFrames, FoundMask, FoundObject
from masklet.export.imports.label_rule import Labels, values_of
from masklet.export.imports.picture import Picture, read_picture
from masklet.export.imports.picture_tree import Frames
from masklet.masks import rle
from masklet.masks.rle import BoolMask

ToLabels = Callable[[Picture], Labels | None]
Describe = Callable[[int], FoundObject]


def read_labelled(
    files: ImportFiles, frames: Frames, fitting: Fitting, labels_of: ToLabels, describe: Describe
) -> Iterator[Found]:
    """Each object is told by `describe(number)` when it is first seen, which may tell more of one that is known."""
    told: set[int] = set()
    for number, name in frames:
        labels, values = None, None
        picture = read_picture(files, name, fitting)
        if isinstance(picture, ImportProblem):
            yield picture
            continue
        if (labels := labels_of(picture)) is None or (values := values_of(labels)) is None:
            yield no_mask(name)
            continue
        yield FoundFrames(range(number, number + 1))
        for value, mask in masks_of(labels, values):
            if value not in told:
                told.add(value)
                yield describe(value)
            yield FoundMask(value, number, rle.encode(mask), f"{name}: {value}")


def masks_of(labels: Labels, values: Iterable[int]) -> Iterator[tuple[int, BoolMask]]:
    """Each object's mask, H x W, laid out in columns as run lengths are, which is faster."""
    columns = np.asfortranarray(labels)
    return ((value, np.asarray(columns == value)) for value in values)


def no_mask(name: str) -> ImportProblem:
    """For a picture of something else."""
    return ImportProblem(name, ProblemKind.UNSUPPORTED, {"name": name})
