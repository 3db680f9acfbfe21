"""SA-V JSON: a zip with `{video}_manual.json`, masks frame by frame. For training and evaluation made for the SA-V dataset.

Rules: `masklet[row][object]` is {size, counts} with compressed counts, an empty mask where the object is hidden; every other
`masklet_…` list has an entry per object in the same order; `video_…` are those of the dataset, its numbers are floats.
`masklet_first_appeared_frame` is a row (a float, as in the dataset), -1 for an object that no row shows;
`masklet_frame_count` is the rows; `masklet_visibility_changes` counts after the first appearance; `masklet_edited_frame_count`
is on how many rows' frames a person prompted. The dataset has a row for every 4th frame of 24 per second: here a row's frame is
`frame_indices[row]`, every `masklet_stride`-th of `video_frame_rate` per second; these three, `masklet_name` and
`masklet_class` are ours. `masklet_id` is the object's number, from 1; the dataset counts from 0.
Lost: where the video was taken (`video_environment` is empty), and scores, which the dataset has for automatic masklets only.
"""

import json
from collections.abc import Sequence

from masklet.domain.export import ExportFormatInfo
from masklet.domain.export_options import ExportOptions
from masklet.domain.masklet import FrameMasks, Rle
from masklet.domain.session import TrackedObject
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.names import plain_name
from masklet.export.package import Package, packaged
from masklet.export.source import ExportSource
from masklet.masks import rle

SMALL, MEDIUM = 32**2, 96**2  # pixels, where the next bucket begins

INFO = ExportFormatInfo(
    name="sa_v",
    title="SA-V JSON",
    description="Masklets as the SA-V dataset has them, for training and evaluation made for it.",
    suffix=".zip",
    options=(),
)


def fill(source: ExportSource, package: Package, options: ExportOptions) -> Steps:
    """Masks first, as they come; what is counted on the way follows them."""
    seen = [_Seen(source, one) for one in source.chosen]
    nothing = rle.empty(source.height, source.width)
    with package.text(f"{plain_name(source.video.title)}_manual.json") as file:
        file.write('{"masklet":[')
        for done, frame in enumerate(source.frames(), 1):
            file.write(",\n" if done > 1 else "\n")
            file.write(_row(done - 1, frame, seen, nothing))
            yield done
        rest = _video(source) | _masklets(seen, source)
        file.write("\n],\n" + json.dumps(rest, ensure_ascii=False)[1:] + "\n")


class _Seen:
    """What is counted of one object over the written frames."""

    def __init__(self, source: ExportSource, one: TrackedObject) -> None:
        self.object_id = one.object_id
        self.first_row, self.frames, self.pixels, self.changes = -1, 0, 0, 0
        prompted = {frame for object_id, frame, _ in source.prompts if object_id == one.object_id}
        self.edited = sum(frame in source.frame_indices for frame in prompted)
        self._is_visible = False

    def count(self, row: int, area: int) -> None:
        """The next row, with the object's pixels on it."""
        is_visible = area > 0
        if is_visible and not self.frames:
            self.first_row = row
        elif is_visible != self._is_visible:
            self.changes += 1
        self._is_visible = is_visible
        self.frames += is_visible
        self.pixels += area

    @property
    def size(self) -> float:
        """Mean pixels over the frames that show the object."""
        return self.pixels / self.frames if self.frames else 0.0


def _row(row: int, frame: FrameMasks, seen: Sequence[_Seen], nothing: Rle) -> str:
    masks = []
    for one in seen:
        there = frame.masks.get(one.object_id)
        mask = there.rle if there else nothing
        one.count(row, rle.area(mask))
        masks.append({"size": [mask.height, mask.width], "counts": mask.counts})
    return json.dumps(masks, separators=(",", ":"))


def _video(source: ExportSource) -> dict[str, object]:
    video, width, height = source.video, source.width, source.height
    frames = source.frame_indices
    size = {"video_height": float(height), "video_width": float(width), "video_resolution": float(height * width)}
    return {
        "video_id": plain_name(video.title),
        "video_duration": float(video.frame_count / video.frame_rate),
        "video_frame_count": float(video.frame_count),
        **size,
        "video_environment": "",
        "video_split": "train",
        "video_frame_rate": float(video.frame_rate),
        "masklet_stride": frames.step,
        "frame_indices": list(frames),
    }


def _masklets(seen: Sequence[_Seen], source: ExportSource) -> dict[str, object]:
    pixels = source.height * source.width
    return {
        "masklet_id": [source.id_of(one.object_id) for one in seen],
        "masklet_size_rel": [one.size / pixels for one in seen],
        "masklet_size_abs": [one.size for one in seen],
        "masklet_size_bucket": [_bucket(one.size) for one in seen],
        "masklet_visibility_changes": [one.changes for one in seen],
        "masklet_first_appeared_frame": [float(one.first_row) for one in seen],
        "masklet_frame_count": [len(source.frame_indices)] * len(seen),
        "masklet_edited_frame_count": [one.edited for one in seen],
        "masklet_type": ["manual"] * len(seen),
        "masklet_stability_score": [None] * len(seen),
        "masklet_num": len(seen),
        "masklet_name": [one.name for one in source.chosen],
        "masklet_class": [source.class_of(one) for one in source.chosen],
    }


def _bucket(size: float) -> str:
    return "small" if size < SMALL else "medium" if size < MEDIUM else "large"


SA_V = ExportFormat(INFO, packaged(fill))
