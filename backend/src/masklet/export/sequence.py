"""What a clip is called where a name becomes a folder or a line that programs read."""

import re

from masklet.export.source import ExportSource


def sequence_name(source: ExportSource) -> str:
    """The clip's title in letters, digits, dash and underscore: readers split at spaces and commas, and not all know Unicode."""
    name = re.sub(r"[^A-Za-z0-9-]+", "_", source.video.title).strip("_-")
    return name or "clip-" + re.sub(r"[^A-Za-z0-9]", "", source.session_id)[:8]


def seqinfo(source: ExportSource) -> str:
    """seqinfo.ini as MOT and MOTS have it, for pictures in img1. Its rate is whole, since readers take it for an integer; the
    manifest has the exact one."""
    lines = {
        "name": sequence_name(source),
        "imDir": "img1",
        "frameRate": max(1, round(source.rate)),
        "seqLength": len(source.frame_indices),
        "imWidth": source.width,
        "imHeight": source.height,
        "imExt": ".jpg",
    }
    return "[Sequence]\n" + "".join(f"{key}={value}\n" for key, value in lines.items())


def counted_picture(number: int) -> str:
    """The name of the `number`-th written frame, from 1, as MOT and MOTS count."""
    return f"img1/{number:06d}.jpg"
