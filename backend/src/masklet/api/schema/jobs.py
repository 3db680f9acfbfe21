"""Jobs as GraphQL types."""

import strawberry

from masklet.api.context import Context
from masklet.api.schema.problems import Problem, problem
from masklet.domain import session as domain
from masklet.domain.session import JobKind, JobState

strawberry.enum(JobKind)
strawberry.enum(JobState)


@strawberry.type
class Job:
    job_id: strawberry.ID
    session_id: str
    kind: JobKind
    state: JobState
    done: int
    total: int
    rate: float | None = strawberry.field(description="Frames per second of late.")
    error: Problem | None
    file_name: str | None
    download_url: str | None = strawberry.field(description="Where a finished export is fetched.")
    manifest_url: str | None = strawberry.field(
        description="Where the manifest of a finished export is fetched that is a single file: packages have it inside."
    )
    created_at: float
    finished_at: float | None


PACKAGES = (".zip", ".masklet")  # files that hold their manifest


def job(known: domain.Job, context: Context) -> Job:
    """A job with the address of what it made."""
    finished_export = known.kind is JobKind.EXPORT and known.state is JobState.DONE
    return Job(
        job_id=strawberry.ID(known.job_id),
        session_id=known.session_id,
        kind=known.kind,
        state=known.state,
        done=known.done,
        total=known.total,
        rate=known.rate,
        error=problem(known.error_code, known.error),
        file_name=known.file_name,
        download_url=context.urls.export(known.job_id) if finished_export else None,
        manifest_url=context.urls.manifest(known.job_id) if finished_export and not _is_package(known) else None,
        created_at=known.created_at,
        finished_at=known.finished_at,
    )


def _is_package(known: domain.Job) -> bool:
    return (known.file_name or "").endswith(PACKAGES)
