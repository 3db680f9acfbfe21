"""The only place that wires rooms together below the API: workers, store and service, made from the settings."""

from masklet.domain.engine_options import EngineOptions
from masklet.service.services import ServiceSet, build
from masklet.settings import Settings
from masklet.workers.interface import EngineWorker
from masklet.workers.processes import SubprocessCheckpointWorker, SubprocessEngineWorker, SubprocessMediaWorker


def engine_worker(options: EngineOptions) -> EngineWorker:
    """The worker of this machine's device; its process starts with the first call.

    One thread for numerical libraries: the built-in engine's matrices are small, and with two OpenBLAS spins away half
    of its time (58 ms of CPU a frame become 107). SAM 2 asks for more itself, while it computes.
    """
    return SubprocessEngineWorker(threads=1, options=options)


def build_services(settings: Settings) -> ServiceSet:
    """Everything below the API, its tables migrated. Left-over jobs and samples wait for `go_on` and `ensure_samples`.

    Raises DataTooNew, StorageFull.
    """
    options = settings.engine_options()
    return build(
        folders=settings.folders(),
        limits=settings.limits(),
        engine_worker=engine_worker(options),
        media_worker=SubprocessMediaWorker(),
        checkpoint_worker=SubprocessCheckpointWorker(options),
        keep_originals=settings.keep_originals,
        default_engine=settings.engine,
        image_size=options.image_size,
    )
