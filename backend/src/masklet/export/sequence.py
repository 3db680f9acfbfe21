"""What a clip is called where a name becomes a folder or a line that programs read."""

import re

from masklet.export.source import ExportSource


def sequence_name(source: ExportSource) -> str:
    """The clip's title in letters, digits, dash and underscore: readers split at spaces and commas, and not all know Unicode."""
    name = re.sub(r"[^A-Za-z0-9-]+", "_", source.video.title).strip("_-")
    return name or "clip-" + re.sub(r"[^A-Za-z0-9]", "", source.session_id)[:8]
