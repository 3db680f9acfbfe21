"""Export jobs: masks from the store into a file, written by the media worker, renamed when whole."""

import shutil
import threading
from dataclasses import replace
from pathlib import Path

from masklet.domain.errors import InvalidInput, JobNotFound, LimitExceeded, UnknownExport
from masklet.domain.export import ExportFormatInfo, ExportRequest, manifest_file
from masklet.domain.export_options import ExportOptions, fitted, frames_of
from masklet.domain.preparation import OnProgress
from masklet.domain.session import Job, JobKind, JobState
from masklet.service.context import Context
from masklet.service.export_options import checked_options
from masklet.service.export_request import export_request
from masklet.service.export_run import WORK, ExportRun, export_file, export_files, request_text
from masklet.service.job_run import finish, new_job
from masklet.service.titles import download_name
from masklet.store.media import storage_errors
from masklet.store.transaction import Transaction

MOST_OF_SESSION, MOST_AT_ONCE = 8, 32


class ExportDesk:
    """Implements Exports. One thread for each export under way."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._guard = threading.Lock()
        self._runs: dict[str, ExportRun] = {}
        self._is_closed = False
        self._formats: list[ExportFormatInfo] | None = None

    def formats(self) -> list[ExportFormatInfo]:
        """See Exports. Asked of the worker once."""
        if self._formats is None:
            self._formats = self._context.media_worker.export_formats()
        return self._formats

    def start(self, session_id: str, format_name: str, options: ExportOptions) -> Job:
        """See Exports."""
        context = self._context
        wanted, count, name = self._checked(session_id, format_name, options)
        context.room.check(1)
        self._check_runs(session_id)
        job = new_job(context, session_id, JobKind.EXPORT, count, name)
        with context.change(session_id) as tx:
            tx.jobs.add(job, request_text(format_name, wanted))
            tx.events.job_changed(session_id, job.job_id, context.clock())
        self._launch(job, format_name, wanted)
        return job

    def _check_runs(self, session_id: str) -> None:
        """Each holds a thread, and those beyond the first few would only wait."""
        with self._guard:
            of_session = sum(run.session_id == session_id for run in self._runs.values())
            is_full = of_session >= MOST_OF_SESSION or len(self._runs) >= MOST_AT_ONCE
        if is_full:
            raise LimitExceeded(
                "So many exports are under way that another has to wait: try again when one is done.", reason="exports"
            )

    def write(
        self, session_id: str, format_name: str, options: ExportOptions, folder: Path, on_progress: OnProgress
    ) -> tuple[ExportRequest, str]:
        """Write it into `folder` at once, without a job: nothing of the store changes. Answers what was asked of the
        format (its `out_file` is the export) and what it is saved as. Raises what Exports.start and MediaWorker.export raise."""
        wanted, _count, name = self._checked(session_id, format_name, options)
        with storage_errors():
            request = export_request(
                self._context, session_id, format_name, wanted, folder, folder / "export", lambda: False
            )
        self._context.media_worker.export(request, on_progress, lambda: False)
        return request, name

    def _checked(self, session_id: str, format_name: str, options: ExportOptions) -> tuple[ExportOptions, int, str]:
        """The options with all that was left out, the number of frames, the download's name."""
        with self._context.database.read() as tx:
            session, objects = tx.sessions.get(session_id), tx.objects.all(session_id)
            has_masks = bool(tx.masks.runs(session_id))
            frame_count = tx.sessions.video(session_id).frame_count
        found = next((one for one in self.formats() if one.name == format_name), None)
        if found is None:
            raise UnknownExport("There is no export format of this name.")
        wanted = replace(options, values=checked_options(found, options.values))
        if not has_masks:
            raise InvalidInput("There is nothing to export yet: click an object first.", reason="nothingToExport")
        wanted = fitted(wanted, found.title, found.selections, frame_count, objects)
        frames = frames_of(wanted, frame_count)
        ends = (wanted.first_frame, frame_count - 1 if wanted.last_frame is None else wanted.last_frame)
        part = ends if ends != (0, frame_count - 1) else None
        name = download_name(session.name, found.name, found.suffix, part)
        return wanted, len(frames), name

    def get(self, job_id: str) -> Job:
        """See Exports; finds propagations too."""
        with self._context.database.read() as tx:
            return tx.jobs.get(job_id).job

    def of_session(self, session_id: str) -> list[Job]:
        """See Exports. Newest first. Raises SessionNotFound."""
        with self._context.database.read() as tx:
            tx.sessions.get(session_id)
            return tx.jobs.of_session(session_id, JobKind.EXPORT)

    def cancel(self, job_id: str) -> bool:
        """See Exports. False when it has ended. Raises JobNotFound."""
        self._export(job_id)
        with self._guard:
            run = self._runs.get(job_id)
        return run is not None and run.cancel()

    def file(self, job_id: str) -> tuple[Path, str]:
        """See Exports."""
        job = self._export(job_id)
        if job.state is not JobState.DONE or job.file_name is None:
            raise JobNotFound("This export is not finished.")
        path = export_file(self._context.folders.exports, job)
        if not path.is_file():
            raise JobNotFound("The file of this export is no longer there; export again.", reason="fileGone")
        return path, job.file_name

    def manifest(self, job_id: str) -> tuple[Path, str]:
        """See Exports."""
        path, name = self.file(job_id)
        if not manifest_file(path).is_file():
            raise JobNotFound("This export has its manifest inside, or was made before there were any.")
        return manifest_file(path), f"{name.rpartition('.')[0]}.manifest.json"

    def files_in(self, tx: Transaction, session_id: str) -> list[Path]:
        """Where the files of a session's exports are or will be."""
        jobs = tx.jobs.of_session(session_id, JobKind.EXPORT)
        return [file for job in jobs for file in export_files(self._context.folders.exports, job)]

    def stop(self, session_id: str) -> None:
        """End what runs in a session and wait for it."""
        with self._guard:
            runs = [run for run in self._runs.values() if run.session_id == session_id]
        for run in runs:
            run.stop()
            run.join()

    def resume(self) -> None:
        """Do again what a stopped server left half done, and remove files that no finished job has: a server that dies
        between a file's last name and its job's end leaves one, also of an export that is cancelled then."""
        context = self._context
        with context.database.read() as tx:
            unfinished, finished = tx.jobs.unfinished(JobKind.EXPORT), tx.jobs.ids(JobState.DONE)
        shutil.rmtree(context.folders.exports / WORK, ignore_errors=True)
        for file in context.folders.exports.iterdir():
            if file.is_file() and file.name.partition(".")[0] not in finished:
                file.unlink()
        for stored in unfinished:
            if stored.cancelling:
                finish(context, stored.job.session_id, stored.job.job_id, JobState.CANCELLED)
                continue
            self._launch(stored.job, *ExportRun.parse(stored.request))

    def close(self, timeout_s: float) -> None:
        """Stop all; they are done again at the next start."""
        with self._guard:
            self._is_closed = True
            runs = list(self._runs.values())
        for run in runs:
            run.stop()
        for run in runs:
            run.join(timeout_s)

    def _export(self, job_id: str) -> Job:
        job = self.get(job_id)
        if job.kind is not JobKind.EXPORT:
            raise JobNotFound("There is no such export.")
        return job

    def _launch(self, job: Job, format_name: str, options: ExportOptions) -> None:
        run = ExportRun(self._context, job, format_name, options, self._forget)
        with self._guard:
            if self._is_closed:
                return
            self._runs[job.job_id] = run
            run.start()

    def _forget(self, job_id: str) -> None:
        with self._guard:
            self._runs.pop(job_id, None)
