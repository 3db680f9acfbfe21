"""MP4 with effects: H.264 at the clip's own rate, the k-th wanted frame at k / rate, with the sound of those frames."""

from pathlib import Path

from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.domain.export_options import ExportOptions, ExportSelection
from masklet.export.effected import effected_frames
from masklet.export.effects.stack import default_stack, most_previous_frames, parse_stack
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.source import ExportSource
from masklet.video.audio import AudioFeed
from masklet.video.writer import VideoWriter

INFO = ExportFormatInfo(
    name="mp4",
    title="MP4 video",
    description="The clip with the chosen effects and its own sound.",
    suffix=".mp4",
    options=(ParameterInfo("effects", "Effects", "effects", default_stack("overlay")),),
    selections=(ExportSelection.FRAMES, ExportSelection.OBJECTS),
    reads_before=most_previous_frames(),
)


def write(source: ExportSource, path: Path, options: ExportOptions) -> Steps:
    """Option `effects`: the stack as JSON, as the client has it. Raises UnknownExport for one that does not fit."""
    stack = parse_stack(str(options.values["effects"]))
    video = source.video
    with VideoWriter(path, video.width, video.height, video.frame_rate, audio_from=_sound(source)) as writer:
        for done, picture in enumerate(effected_frames(source, stack), 1):
            writer.write(picture)
            yield done


def _sound(source: ExportSource) -> AudioFeed | None:
    if not source.video.has_audio:
        return None
    frames, rate = source.frame_indices, source.video.frame_rate
    return AudioFeed(source.media_file, zero_s=frames.start / rate, length_s=len(frames) / rate)


MP4 = ExportFormat(INFO, write)
