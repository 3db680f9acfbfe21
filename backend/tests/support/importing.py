"""A file of masks read for the hard clip, as a session would take it: what was found, and its masks as arrays."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from hard_clip import FRAMES, OBJECTS, HardClip

from masklet.domain.mask_import import ProblemKind, ReadMasks, ReadObject, ReadRequest
from masklet.export.imports import reading
from masklet.masks import rle
from masklet.masks.masklet_file import read_masklets


@dataclass(frozen=True)
class Taken:
    """`masks[frame_index][name]`, H x W bool."""

    found: ReadMasks
    masks: dict[int, dict[str, np.ndarray]]

    @property
    def kinds(self) -> list[ProblemKind]:
        return [one.kind for one in self.found.problems.listed]

    def object(self, name: str) -> ReadObject:
        return next(one for one in self.found.objects if one.name == name)


def taken(source: Path, clip: HardClip, folder: Path, **changes: object) -> Taken:
    """`changes` are the request's. A single file straight from an export bears no suffix yet: those are JSON."""
    out = folder / "taken.masks"
    asked = ReadRequest(
        source=str(source),
        file_name=source.with_suffix(".json").name if source.suffix == ".part" else source.name,
        video=clip.request.video,
        out_file=str(out),
        format_name=None,
        offset=0,
        stride=1,
        max_objects=100,
        only_first=False,
    )
    found = reading.read(replace(asked, **changes), lambda: False)
    names = {one.object_id: one.name for one in found.objects}
    masks = {
        frame.frame_index: {names[key]: rle.decode(mask.rle) for key, mask in frame.masks.items()}
        for frame in read_masklets(out)
    }
    assert not list(folder.glob(f"*{reading.WORK}"))
    return Taken(found, masks)


def hard_masks(clip: HardClip, frames: object = range(FRAMES)) -> dict[int, dict[str, np.ndarray]]:
    """What the hard clip has on these frames, by name; empty masks left out."""
    names = {one.object_id: one.name for one in OBJECTS}
    return {
        at: {names[key]: mask for key, mask in clip.masks[at].items() if mask.any()}
        for at in frames  # type: ignore[attr-defined]
    }


def assert_same(first: dict[int, dict[str, np.ndarray]], second: dict[int, dict[str, np.ndarray]]) -> None:
    """To the pixel."""
    assert {at: sorted(masks) for at, masks in first.items()} == {at: sorted(masks) for at, masks in second.items()}
    for at, masks in first.items():
        for name, mask in masks.items():
            assert np.array_equal(mask, second[at][name]), (at, name)
