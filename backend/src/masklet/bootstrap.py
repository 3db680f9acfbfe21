"""The only place that wires rooms together below the API: workers, store and service, made from the settings."""

from pathlib import Path

from masklet.domain.engine_options import EngineOptions
from masklet.service.services import DATABASE_NAME, ServiceSet, build
from masklet.settings import Settings
from masklet.store.database import Database
from masklet.watch.watch import Watch, make_watch
from masklet.workers.interface import CheckpointWorker, EngineWorker, MediaWorker
from masklet.workers.log_lines import TEXT_LINES, LogStyle
from masklet.workers.processes import SubprocessCheckpointWorker, SubprocessEngineWorker, SubprocessMediaWorker
from masklet.workers.watching import UNWATCHED, WorkersWatch


def watch_of(settings: Settings) -> Watch:
    """Who counts and traces what a server does. Raises TracesUnavailable."""
    return make_watch(settings.metrics, settings.traces_endpoint)


def engine_worker(
    options: EngineOptions, watch: WorkersWatch = UNWATCHED, log_style: LogStyle = TEXT_LINES
) -> EngineWorker:
    """The worker of this machine's device; its process starts with the first call.

    One thread for numerical libraries: the built-in engine's matrices are small, and with two OpenBLAS spins away half
    of its time (58 ms of CPU a frame become 107). SAM 2 asks for more itself, while it computes.
    """
    return SubprocessEngineWorker(threads=1, options=options, watch=watch, log_style=log_style)


def picture_worker(options: EngineOptions) -> EngineWorker:
    """The engines on single pictures: `media_file` of a session is a picture of any size."""
    return SubprocessEngineWorker(threads=1, host="masklet.workers.picture_host:create", options=options)


def checkpoint_worker(
    options: EngineOptions, watch: WorkersWatch = UNWATCHED, log_style: LogStyle = TEXT_LINES
) -> CheckpointWorker:
    """Who looks after the checkpoints' files; its process starts with the first call."""
    return SubprocessCheckpointWorker(options, watch=watch, log_style=log_style)


def build_services(
    settings: Settings, options: EngineOptions | None = None, watch: WorkersWatch = UNWATCHED
) -> ServiceSet:
    """Everything below the API, its tables migrated. Left-over jobs and samples wait for `go_on` and `ensure_samples`.

    `options` are for engines whose checkpoints lie in another data folder (None: the settings'). `watch`
    hears of the workers' calls. Raises DataTooNew, StorageFull.
    """
    media_worker = SubprocessMediaWorker(watch=watch, log_style=settings.log_style())
    return _built(settings, media_worker, options, watch)


def watched_services(settings: Settings, watch: Watch) -> ServiceSet:
    """As `build_services`, for the program that serves."""
    return build_services(settings, watch=watch)


def build_offline(settings: Settings) -> ServiceSet:
    """The same use cases for a program beside the server, or without one: media work in this process, no jobs gone on with.

    Reading beside a server is safe. Changes are not told to it: see service/data_lock.py. Raises DataTooNew, StorageFull.
    """
    from masklet.workers.inprocess import InProcessMediaWorker

    return _built(settings, InProcessMediaWorker())


def _built(
    settings: Settings,
    media_worker: MediaWorker,
    options: EngineOptions | None = None,
    watch: WorkersWatch = UNWATCHED,
) -> ServiceSet:
    options, log_style = options or settings.engine_options(), settings.log_style()
    return build(
        folders=settings.folders(),
        limits=settings.limits(),
        engine_worker=engine_worker(options, watch, log_style),
        media_worker=media_worker,
        checkpoint_worker=checkpoint_worker(options, watch, log_style),
        keeping=settings.keeping(),
        keep_originals=settings.keep_originals,
        default_engine=settings.engine,
        image_size=options.image_size,
        least_free_bytes=settings.disk_floor_bytes,
        weights=settings.weights(),
    )


def data_is_current(settings: Settings) -> bool:
    """Whether the tables of the data folder, which is there, are this program's. Changes nothing. Raises DataTooNew."""
    database = Database(database_file(settings))
    try:
        return database.is_current()
    finally:
        database.close()


def database_file(settings: Settings) -> Path:
    """Where the rows are; there is none before the first start."""
    return settings.data_dir / DATABASE_NAME
