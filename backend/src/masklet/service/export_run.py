"""One export at work in its own thread. Knows not what the format writes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import structlog

from masklet.domain.errors import Cancelled, MaskletError, SessionNotFound, WorkerFailed
from masklet.domain.export import manifest_file
from masklet.domain.export_options import ExportOptions, Resolution
from masklet.domain.session import Job, JobState
from masklet.service.context import Context
from masklet.service.elapsed import is_over
from masklet.service.export_request import export_request
from masklet.service.job_run import JobRun
from masklet.store.media import storage_errors

WORK = ".work"
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
            self._store_end(state, error)
        except SessionNotFound:
            for file in export_files(self._context.folders.exports, self._job):
                file.unlink(missing_ok=True)
        except Cancelled:
            _log.info("export_left_unfinished", job_id=self.job_id)
        except Exception:  # noqa: BLE001 - a thread's last word: nobody above would hear of it
            _log.exception("export_end_not_stored", job_id=self.job_id)
        finally:
            self._on_end(self.job_id)

    def _outcome(self) -> tuple[JobState, tuple[str, str] | None]:
        """How it ended. Raises Cancelled when the server stops, SessionNotFound when the session went away."""
        try:
            self._write_or_again()
        except SessionNotFound:
            raise
        except MaskletError as error:
            if self._is_stopped.is_set():
                raise Cancelled("The server stops.") from error
            if isinstance(error, Cancelled) or self._is_cancelled.is_set():
                return JobState.CANCELLED, None
            return JobState.FAILED, (error.code, error.message)
        except Exception:  # noqa: BLE001 - whatever broke is kept with the job
            _log.exception("export_broke", job_id=self.job_id)
            return JobState.FAILED, ("INTERNAL", "The export broke unexpectedly; the server's log says why.")
        return JobState.DONE, None

    def _write_or_again(self) -> None:
        """A process that died may have died of something else: the export is begun anew once."""
        try:
            self._write()
        except WorkerFailed:
            if self._is_unwanted():
                raise
            _log.warning("export_begun_anew", job_id=self.job_id)
            self._write()

    def _write(self) -> None:
        exports = self._context.folders.exports
        work = exports / WORK / self.job_id
        shutil.rmtree(work, ignore_errors=True)
        try:
            with storage_errors(), self._context.room.watched(self._is_unwanted) as is_unwanted:
                work.mkdir(parents=True)
                out = work / export_file(work, self._job).name
                request = export_request(
                    self._context, self.session_id, self._format_name, self._options, work, out, is_unwanted
                )
                self._begin()
                self._context.media_worker.export(request, self._on_progress, is_unwanted)
                if self._is_unwanted():
                    raise Cancelled("The export was cancelled.")
                self._publish(Path(request.out_file), exports)
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _publish(self, written: Path, exports: Path) -> None:
        """The manifest first: an export that is there has it."""
        kept = export_file(exports, self._job)
        if manifest_file(written).is_file():
            manifest_file(written).rename(manifest_file(kept))
        written.rename(kept)

    def _begin(self) -> None:
        with self._context.change(self.session_id) as tx:
            tx.jobs.begin(self.job_id, request_text(self._format_name, self._options), self._job.total)
            tx.events.job_changed(self.session_id, self.job_id, self._context.clock())

    def _on_progress(self, done: int, total: int) -> None:
        now = self._context.clock()
        if not is_over(self._told_at, now, _TELL_EVERY_S):
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


def export_files(folder: Path, job: Job) -> tuple[Path, Path]:
    """All that can be kept of it: the export, and the manifest of one that is a single file."""
    kept = export_file(folder, job)
    return kept, manifest_file(kept)


def request_text(format_name: str, options: ExportOptions) -> str:
    """As it is kept with the job."""
    frames, ids = (options.first_frame, options.last_frame), options.object_ids
    part = {"frames": frames, "objects": ids, "stride": options.stride, "resolution": options.resolution.value}
    kept = {"format": format_name, "options": dict(options.values), **part}
    return json.dumps(kept, separators=(",", ":"))
