"""MP4 with an effect: H.264 at the clip's own rate, frame k at k / rate, the clip's sound kept."""

from dataclasses import replace
from pathlib import Path

from masklet.domain.export import ExportFormatInfo, ParameterInfo
from masklet.export.effects.effect import Values
from masklet.export.effects.registry import EFFECTS, get
from masklet.export.formats.format import ExportFormat, Steps
from masklet.export.source import ExportSource
from masklet.video.writer import VideoWriter

EFFECT = ParameterInfo("effect", "Effect", "choice", EFFECTS[0].name, choices=tuple(effect.name for effect in EFFECTS))

INFO = ExportFormatInfo(
    name="mp4",
    title="MP4 video",
    description="The clip with the chosen effect and its own sound.",
    suffix=".mp4",
    options=(
        EFFECT,
        *(replace(p, name=f"{effect.name}.{p.name}") for effect in EFFECTS for p in effect.parameters),
    ),
)


def write(source: ExportSource, path: Path, values: Values) -> Steps:
    """Options: `effect`, and `<effect>.<parameter>` for each parameter of every effect; only the chosen one's count."""
    effect = get(str(values["effect"]))
    chosen = {parameter.name: values[f"{effect.name}.{parameter.name}"] for parameter in effect.parameters}
    video, colours = source.video, source.colours()
    sound = source.media_file if video.has_audio else None
    with VideoWriter(path, video.width, video.height, video.frame_rate, audio_from=sound) as writer:
        for done, frame in enumerate(source.frames(), 1):
            writer.write(effect.apply(source.picture(frame.frame_index), source.labels(frame), colours, chosen))
            yield done


MP4 = ExportFormat(INFO, write)
