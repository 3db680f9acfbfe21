"""One export at work in its own thread. Knows not what the format writes."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog

from masklet.domain.errors import Cancelled, MaskletError, SessionNotFound
from masklet.domain.export import ExportRequest
from masklet.domain.export_options import ExportOptions, Resolution, frames_of
from masklet.domain.masklet import FrameMasks
from masklet.domain.session import Job, JobState
from masklet.domain.video import Video
from masklet.masks.masklet_file import write_masklets
from masklet.service.context import Context
from masklet.service.frames import size_of
from masklet.service.job_run import JobRun, finish
from masklet.store.media import storage_errors

WORK = ".work"
_FRAMES_A_READ = 32
_TELL_EVERY_S = 0.25
_log = structlog.get_logger(__name__)


class ExportRun(JobRun):
    """From accepted to ended. A half-written file never bears the name under which it is fetched."""

    def __init__(
        self,
        context: Context,
        job: Job,
        format_name: str,
        options: ExportOptions,
        on_end: Callable[[str], None],
    ) -> None:
        super().__init__(context, job.session_id, job.job_id, job.kind)
        self._job = job
        self._format_name, self._options = format_name, options
        self._on_end = on_end
        self._told_at = 0.0

    @staticmethod
    def parse(text: str) -> tuple[str, ExportOptions]:
        """(format name, options) as `request_text` wrote them, or an older program, which knew less to choose from."""
        content = json.loads(text)
        first, last = content.get("frames", (0, None))
        ids = content.get("objects")
        chosen = None if ids is None else tuple(ids)
        stride, resolution = content.get("stride", 1), Resolution(content.get("resolution", "normalised"))
        return content["format"], ExportOptions(content["options"], first, last, chosen, stride, resolution)

    def _work(self) -> None:
        try:
            state, error = self._outcome()
            self._close()
            finish(self._context, self.session_id, self.job_id, state, error)
        except SessionNotFound:
            export_file(self._context.folders.exports, self._job).unlink(missing_ok=True)
        except Cancelled:
            _log.info("export_left_unfinished", job_id=self.job_id)
        except Exception:  # noqa: BLE001 - a thread's last word: nobody above would hear of it
            _log.exception("export_end_not_stored", job_id=self.job_id)
        finally:
            self._on_end(self.job_id)

    def _outcome(self) -> tuple[JobState, tuple[str, str] | None]:
        """How it ended. Raises Cancelled when the server stops, SessionNotFound when the session went away."""
        try:
            self._write()
        except SessionNotFound:
            raise
        except MaskletError as error:
            if self._is_stopped.is_set():
                raise Cancelled("The server stops.") from error
            if isinstance(error, Cancelled):
                return JobState.CANCELLED, None
            return JobState.FAILED, (error.code, error.message)
        except Exception:  # noqa: BLE001 - whatever broke is kept with the job
            _log.exception("export_broke", job_id=self.job_id)
            return JobState.FAILED, ("INTERNAL", "The export broke unexpectedly; the server's log says why.")
        return JobState.DONE, None

    def _write(self) -> None:
        exports = self._context.folders.exports
        work = exports / WORK / self.job_id
        shutil.rmtree(work, ignore_errors=True)
        try:
            with storage_errors():
                work.mkdir(parents=True)
                request = self._request(work)
                self._begin()
                self._context.media_worker.export(request, self._on_progress, self._is_unwanted)
                if self._is_unwanted():
                    raise Cancelled("The export was cancelled.")
                Path(request.out_file).rename(export_file(exports, self._job))
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _request(self, work: Path) -> ExportRequest:
        context, session_id = self._context, self.session_id
        with context.database.read() as tx:
            session = tx.sessions.get(session_id)
            video = tx.videos.get(session.video_path)
            folder = context.media.folder(tx.videos.id_of(video.path))
            objects = tx.objects.all(session_id)
            effects = tx.effects.text(session_id)
            prompts, classes = tuple(tx.prompts.all(session_id)), tuple(tx.classes.all())
        masklets = work / "masklets.jsonl"
        write_masklets(masklets, self._frames(video))
        return ExportRequest(
            format_name=self._format_name,
            options=self._options,
            video=video,
            media_file=str(folder / "video.mp4"),
            frame_times_file=str(folder / "frame_times.json"),
            engine=session.engine,
            session_id=session_id,
            objects=objects,
            masklets_file=str(masklets),
            out_file=str(work / export_file(work, self._job).name),
            session_name=session.name,
            prompts=prompts,
            classes=classes,
            effects=effects,
        )

    def _frames(self, video: Video) -> Iterator[FrameMasks]:
        """Of what is wanted, and of the frames before that the format looks back at."""
        frames, object_ids = frames_of(self._options, video.frame_count), self._options.object_ids
        before = next(
            (one.reads_before for one in self._context.media_worker.export_formats() if one.name == self._format_name),
            0,
        )
        for first in range(max(0, frames[0] - before), frames.stop, _FRAMES_A_READ):
            if self._is_unwanted():
                raise Cancelled("The export was cancelled.")
            with self._context.database.read() as tx:
                last = min(first + _FRAMES_A_READ, frames.stop) - 1
                read = list(tx.masks.frames(self.session_id, object_ids, first, last, size_of(video)))
            yield from read

    def _begin(self) -> None:
        with self._context.change(self.session_id) as tx:
            tx.jobs.begin(self.job_id, request_text(self._format_name, self._options), self._job.total)
            tx.events.job_changed(self.session_id, self.job_id, self._context.clock())

    def _on_progress(self, done: int, total: int) -> None:
        now = self._context.clock()
        if now - self._told_at < _TELL_EVERY_S:
            return
        self._told_at = now
        with self._context.change(self.session_id, durable=False) as tx:
            tx.jobs.progress(self.job_id, done, None, total or self._job.total)
            tx.events.job_changed(self.session_id, self.job_id, now)

    def _is_unwanted(self) -> bool:
        return self._is_cancelled.is_set() or self._is_stopped.is_set()


def export_file(folder: Path, job: Job) -> Path:
    """Where a finished export is kept: named by its job, with its download's ending."""
    ending = (job.file_name or "").rpartition(".")[2]
    return folder / f"{job.job_id}.{ending}"


def request_text(format_name: str, options: ExportOptions) -> str:
    """As it is kept with the job."""
    frames, ids = (options.first_frame, options.last_frame), options.object_ids
    part = {"frames": frames, "objects": ids, "stride": options.stride, "resolution": options.resolution.value}
    kept = {"format": format_name, "options": dict(options.values), **part}
    return json.dumps(kept, separators=(",", ":"))
