"""MP4 with effects: H.264 at the clip's own rate, frame k at k / rate, the clip's sound kept."""

from pathlib import Path

from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.export.effected import effected_frames
from masklet.export.effects.effect import Values
from masklet.export.effects.stack import default_stack, parse_stack
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.source import ExportSource
from masklet.video.writer import VideoWriter

INFO = ExportFormatInfo(
    name="mp4",
    title="MP4 video",
    description="The clip with the chosen effects and its own sound.",
    suffix=".mp4",
    options=(ParameterInfo("effects", "Effects", "effects", default_stack("overlay")),),
)


def write(source: ExportSource, path: Path, values: Values) -> Steps:
    """Option `effects`: the stack as JSON, as the client has it. Raises UnknownExport for one that does not fit."""
    stack = parse_stack(str(values["effects"]))
    video = source.video
    sound = source.media_file if video.has_audio else None
    with VideoWriter(path, video.width, video.height, video.frame_rate, audio_from=sound) as writer:
        for done, picture in enumerate(effected_frames(source, stack), 1):
            writer.write(picture)
            yield done


MP4 = ExportFormat(INFO, write)
