"""A file of masks that the service writes and an export reads, so that neither holds all of them: JSON, one frame a line."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from masklet.domain.masklet import FrameMasks, ObjectMask, Rle


def write_masklets(path: Path, frames: Iterable[FrameMasks]) -> None:
    """Write frames in ascending order; frames without masks may be left out."""
    with path.open("w", encoding="ascii") as file:
        for frame in frames:
            masks = {
                str(object_id): [mask.rle.height, mask.rle.width, mask.rle.counts, mask.object_score]
                for object_id, mask in frame.masks.items()
            }
            file.write(json.dumps([frame.frame_index, masks]) + "\n")


def read_masklets(path: Path) -> Iterator[FrameMasks]:
    """The frames as they were written."""
    with path.open(encoding="ascii") as file:
        for line in file:
            frame_index, masks = json.loads(line)
            yield FrameMasks(
                frame_index,
                {int(key): ObjectMask(Rle(h, w, counts), score) for key, (h, w, counts, score) in masks.items()},
            )
