"""What a format is given to write an export: all of a session that it may want, read from the store. Changes nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

from masklet.domain.errors import Cancelled
from masklet.domain.export import ExportRequest
from masklet.domain.export_options import ExportOptions, frames_of
from masklet.domain.masklet import FrameMasks
from masklet.domain.video import Video
from masklet.masks.masklet_file import write_masklets
from masklet.service.context import Context
from masklet.service.frames import size_of

_FRAMES_A_READ = 32


def export_request(
    context: Context,
    session_id: str,
    format_name: str,
    options: ExportOptions,
    work: Path,
    out_file: Path,
    is_unwanted: Callable[[], bool],
) -> ExportRequest:
    """Its masks are written to a file in `work`, which the owner removes. Raises Cancelled as soon as `is_unwanted`."""
    with context.database.read() as tx:
        session = tx.sessions.get(session_id)
        video = tx.videos.get(session.video_path)
        folder = context.media.folder(tx.videos.id_of(video.path))
        objects = tx.objects.all(session_id)
        effects = tx.effects.text(session_id)
        prompts, classes = tuple(tx.prompts.all(session_id)), tuple(tx.classes.all())
    masklets = work / "masklets.jsonl"
    write_masklets(masklets, _frames(context, session_id, video, format_name, options, is_unwanted))
    return ExportRequest(
        format_name=format_name,
        options=options,
        video=video,
        media_file=str(folder / "video.mp4"),
        frame_times_file=str(folder / "frame_times.json"),
        engine=session.engine,
        session_id=session_id,
        objects=objects,
        masklets_file=str(masklets),
        out_file=str(out_file),
        session_name=session.name,
        prompts=prompts,
        classes=classes,
        effects=effects,
    )


def _frames(
    context: Context,
    session_id: str,
    video: Video,
    format_name: str,
    options: ExportOptions,
    is_unwanted: Callable[[], bool],
) -> Iterator[FrameMasks]:
    """Of what is wanted, and of the frames before that the format looks back at."""
    frames, object_ids = frames_of(options, video.frame_count), options.object_ids
    formats = context.media_worker.export_formats()
    before = next((one.reads_before for one in formats if one.name == format_name), 0)
    for first in range(max(0, frames[0] - before), frames.stop, _FRAMES_A_READ):
        if is_unwanted():
            raise Cancelled("The export was cancelled.")
        with context.database.read() as tx:
            last = min(first + _FRAMES_A_READ, frames.stop) - 1
            read = list(tx.masks.frames(session_id, object_ids, first, last, size_of(video)))
        yield from read
