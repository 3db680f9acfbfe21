"""The only place that wires rooms together below the API: workers, store and service, made from the settings."""

from pathlib import Path

from masklet.domain.engine_options import EngineOptions
from masklet.service.services import DATABASE_NAME, ServiceSet, build
from masklet.settings import Settings
from masklet.store.database import Database
from masklet.workers.interface import CheckpointWorker, EngineWorker, MediaWorker
from masklet.workers.processes import SubprocessCheckpointWorker, SubprocessEngineWorker, SubprocessMediaWorker


def engine_worker(options: EngineOptions) -> EngineWorker:
    """The worker of this machine's device; its process starts with the first call.

    One thread for numerical libraries: the built-in engine's matrices are small, and with two OpenBLAS spins away half
    of its time (58 ms of CPU a frame become 107). SAM 2 asks for more itself, while it computes.
    """
    return SubprocessEngineWorker(threads=1, options=options)


def picture_worker(options: EngineOptions) -> EngineWorker:
    """The engines on single pictures: `media_file` of a session is a picture of any size."""
    return SubprocessEngineWorker(threads=1, host="masklet.workers.picture_host:create", options=options)


def checkpoint_worker(options: EngineOptions) -> CheckpointWorker:
    """Who looks after the checkpoints' files; its process starts with the first call."""
    return SubprocessCheckpointWorker(options)


def build_services(settings: Settings, options: EngineOptions | None = None) -> ServiceSet:
    """Everything below the API, its tables migrated. Left-over jobs and samples wait for `go_on` and `ensure_samples`.

    `options` are for engines whose checkpoints lie in another data folder (None: the settings'). Raises DataTooNew, StorageFull.
    """
    return _built(settings, SubprocessMediaWorker(), options)


def build_offline(settings: Settings) -> ServiceSet:
    """The same use cases for a program beside the server, or without one: media work in this process, no jobs gone on with.

    Reading beside a server is safe. Changes are not told to it: see service/data_lock.py. Raises DataTooNew, StorageFull.
    """
    from masklet.workers.inprocess import InProcessMediaWorker

    return _built(settings, InProcessMediaWorker())


def _built(settings: Settings, media_worker: MediaWorker, options: EngineOptions | None = None) -> ServiceSet:
    options = options or settings.engine_options()
    return build(
        folders=settings.folders(),
        limits=settings.limits(),
        engine_worker=engine_worker(options),
        media_worker=media_worker,
        checkpoint_worker=checkpoint_worker(options),
        keep_originals=settings.keep_originals,
        default_engine=settings.engine,
        image_size=options.image_size,
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
