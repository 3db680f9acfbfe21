"""manifest.json, which goes with every export: what the files say nowhere else. Knows no format."""

import json
from typing import Any

from masklet.domain.prompt import Prompt
from masklet.export.source import ExportSource
from masklet.video.frame_times import read_frame_times

NAME = "manifest.json"
VERSION = 1


def manifest_text(source: ExportSource) -> str:
    """JSON: the clip, its original, where each written frame comes from, objects, engine, and what was said about them."""
    about = {
        "masklet_manifest": VERSION,
        "session": {"id": source.session_id, "name": source.session_name},
        "engine": source.engine,
        "video": _video(source),
        "original": _original(source),
        "written": _written(source),
        "frames": _frames(source),
        "objects": _objects(source),
        "prompts": [_prompt(source, *said) for said in source.prompts],
    }
    return json.dumps(about, ensure_ascii=False, indent=1)


def _video(source: ExportSource) -> dict[str, Any]:
    video = source.video
    rate = [video.frame_rate.numerator, video.frame_rate.denominator]
    size = {"width": video.width, "height": video.height, "pad_right": video.pad_right, "pad_bottom": video.pad_bottom}
    return {"title": video.title, **size, "frame_count": video.frame_count, "frame_rate": rate}


def _original(source: ExportSource) -> dict[str, Any]:
    """Sizes are those that players show: after the rotation, in clockwise degrees, was applied."""
    original = source.video.source
    size = {"width": original.width, "height": original.height, "rotation": original.rotation}
    kind = {"container": original.container, "codec": original.codec, "start_s": original.start_s}
    return {"file_name": original.file_name, **size, **kind}


def _written(source: ExportSource) -> dict[str, Any]:
    frames = source.frame_indices
    size = {"width": source.width, "height": source.height, "resolution": source.options.resolution.value}
    rate = {"frame_rate": [source.rate.numerator, source.rate.denominator]}
    return {"first_frame": frames[0], "last_frame": frames[-1], "stride": frames.step, **size, **rate}


def _frames(source: ExportSource) -> list[dict[str, Any]]:
    """A row for each written frame. Raises OSError and ValueError where the clip's frame times are damaged."""
    if not source.frame_times_file.is_file():
        return [{"frame_index": index} for index in source.frame_indices]
    times = read_frame_times(source.frame_times_file)
    indices, seconds = times.source_frame_indices, times.source_times_s
    return [
        {"frame_index": index, "original_frame_index": indices[index], "original_time_s": seconds[index]}
        for index in source.frame_indices
    ]


def _objects(source: ExportSource) -> list[dict[str, Any]]:
    return [
        {
            "id": source.id_of(one.object_id),
            "name": one.name,
            "class": source.class_of(one),
            "colour": one.colour,
            "z_order": source.objects.index(one),
        }
        for one in source.chosen
    ]


def _prompt(source: ExportSource, object_id: int, frame_index: int, prompt: Prompt) -> dict[str, Any]:
    box, mask = prompt.box, prompt.mask
    said: dict[str, Any] = {"object": source.id_of(object_id), "frame_index": frame_index}
    if prompt.points:
        said["points"] = [[point.x, point.y, point.label] for point in prompt.points]
    if box is not None:
        said["box"] = [box.x0, box.y0, box.x1, box.y1]
    if mask is not None:
        said["mask"] = {"size": [mask.height, mask.width], "counts": mask.counts}
    return said
