"""A Python client of a running Masklet Studio: `Client` for scripts, `AsyncClient` for asyncio. Knows only the wire contract."""

try:
    import httpx as _httpx  # noqa: F401 - asked for here so that its absence is one sentence
    import httpx_sse as _httpx_sse  # noqa: F401
except ImportError as _missing:
    raise ImportError(
        "masklet.client needs httpx and httpx-sse, which are not installed: pip install 'masklet[client]'."
    ) from _missing

from masklet.client.async_client import AsyncClient
from masklet.client.client import Client
from masklet.client.coordinates import in_pixels
from masklet.client.errors import (
    ApiError,
    BadAnswer,
    ClientError,
    ConnectionLost,
    ExportFailed,
    FileInTheWay,
    JobCancelled,
    JobFailed,
    PropagationFailed,
)
from masklet.client.model import (
    Deleted,
    FrameMasks,
    Job,
    ObjectClass,
    Prompt,
    Session,
    TrackedObject,
    Video,
)
from masklet.client.patience import Patience
from masklet.domain.deletion import DeletedKind
from masklet.domain.export_options import Resolution
from masklet.domain.mask_import import ImportedObject, ImportProblem, ImportReport, ProblemKind, TakenAs
from masklet.domain.session import Direction, JobState

__all__ = [
    "ApiError",
    "AsyncClient",
    "BadAnswer",
    "Client",
    "ClientError",
    "ConnectionLost",
    "Deleted",
    "DeletedKind",
    "Direction",
    "ExportFailed",
    "FileInTheWay",
    "FrameMasks",
    "ImportProblem",
    "ImportReport",
    "ImportedObject",
    "Job",
    "JobCancelled",
    "JobFailed",
    "JobState",
    "ObjectClass",
    "Patience",
    "ProblemKind",
    "Prompt",
    "PropagationFailed",
    "Resolution",
    "Session",
    "TakenAs",
    "TrackedObject",
    "Video",
    "in_pixels",
]
