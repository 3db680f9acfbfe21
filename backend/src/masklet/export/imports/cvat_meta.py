"""What a CVAT file says of its tasks before the annotations: names, sizes, frames."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from masklet.domain.mask_import import ImportProblem, ProblemKind
from masklet.domain.video import Video
from masklet.export.imports.clips import meant_clip
from masklet.export.imports.coco_shapes import Size
from masklet.export.imports.cvat_shapes import whole
from masklet.export.imports.files import ImportFiles
from masklet.export.imports.found import Found
from masklet.export.imports.json_values import LONGEST
from masklet.export.imports.streamed_xml import steps

MOST_FRAMES = 200_000  # of a task; a longer range is not believed


@dataclass(frozen=True, slots=True)
class Meta:
    """`task_id` None: the file has one task, and all is read. `frames` None: it does not say which it has. `is_ours`: a manifest
    says what the objects are."""

    task_id: str | None
    frames: range | None
    size: Size
    is_ours: bool
    foreign: dict[str, str] = field(default_factory=dict)

    @property
    def step(self) -> int:
        """From a frame to the next."""
        return self.frames.step if self.frames is not None else 1

    def is_read(self, element: Element) -> bool:
        """A track or an image of the task that is read."""
        return self.task_id is None or element.get("task_id") in (None, self.task_id)

    def others(self) -> Iterator[Found]:
        """A problem for each task that is not."""
        for name in self.foreign.values():
            yield ImportProblem(name, ProblemKind.OTHER_CLIP, {"name": name})


def meta_of(files: ImportFiles, name: str, video: Video) -> Meta:
    """From the file's beginning. Raises InvalidInput."""
    tasks = _tasks(files, name)
    titles = {task.findtext("id", ""): task.findtext("name", "")[:LONGEST] for task in tasks}
    chosen = 0
    if len(tasks) > 1:
        chosen = list(titles.values()).index(meant_clip(list(titles.values()), video))
    task_id = list(titles)[chosen] if len(titles) > 1 else None
    foreign = {key: title for key, title in titles.items() if task_id is not None and key != task_id}
    task = next((one for one in tasks if one.findtext("id", "") == task_id), tasks[0] if tasks else None)
    return Meta(task_id, _frames(task), _size(task, video), files.manifest is not None, foreign)


def _tasks(files: ImportFiles, name: str) -> list[Element]:
    """Those of a project, or the only one; a job's meta stands for its task."""
    for event, element in steps(files, name):
        if event == "end" and element.tag == "meta":
            return element.findall(".//task") or element.findall("job")
        if event == "start" and element.tag in ("track", "image"):
            break
    return []


def _frames(task: Element | None) -> range | None:
    if task is None:
        return None
    first, last = whole(task.findtext("start_frame")), whole(task.findtext("stop_frame"))
    count = whole(task.findtext("size"))
    if first is None or last is None:
        first, last = 0, (count or 0) - 1
    told = task.findtext("frame_filter", "").replace(" ", "").partition("step=")[2]
    if not 0 < last + 1 - first <= MOST_FRAMES:
        return None
    frames = range(first, last + 1, max(1, whole(told) or 1))
    return frames[:count] if count is not None and count > 0 else frames  # datumaro's last frame is one too many


def _size(task: Element | None, video: Video) -> Size:
    """What polygons are in."""
    if task is not None:
        height, width = (whole(task.findtext(f"original_size/{side}")) for side in ("height", "width"))
        if height is not None and width is not None:
            return height, width
    return video.height - video.pad_bottom, video.width - video.pad_right
