"""The only place that wires rooms together below the API: workers, store and service, made from the settings."""

from masklet.service.services import ServiceSet, build
from masklet.settings import Settings
from masklet.workers.interface import EngineWorker
from masklet.workers.processes import SubprocessEngineWorker, SubprocessMediaWorker


def engine_worker() -> EngineWorker:
    """The worker of this machine's device; its process starts with the first call.

    One thread for numerical libraries: the built-in engine's matrices are small, and with two OpenBLAS spins away half
    of its time (58 ms of CPU a frame become 107).
    """
    return SubprocessEngineWorker(threads=1)


def build_services(settings: Settings) -> ServiceSet:
    """Everything below the API, its tables migrated. Left-over jobs and samples wait for `go_on` and `ensure_samples`.

    Raises DataTooNew, StorageFull.
    """
    return build(
        folders=settings.folders(),
        limits=settings.limits(),
        engine_worker=engine_worker(),
        media_worker=SubprocessMediaWorker(),
        keep_originals=settings.keep_originals,
        default_engine=settings.engine,
    )
