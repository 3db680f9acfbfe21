"""Deletions: what goes with them, the trash, and how full the server is, as GraphQL types and operations."""

import strawberry

from masklet.api.context import Info
from masklet.api.schema.success import Success
from masklet.domain import deletion as domain
from masklet.domain.deletion import DeletedKind

strawberry.enum(DeletedKind)


@strawberry.type(description="What goes with a video or a session. Masks: one for each object on each frame.")
class Deletion:
    sessions: int
    objects: int
    masks: int
    exports: int
    bytes: float


@strawberry.type
class Deleted:
    trash_id: strawberry.ID
    kind: DeletedKind
    name: str
    deleted_at: float
    gone: float = strawberry.field(description="When it goes for good.")
    bytes: float


@strawberry.type(description="Of the data folder; what lies in the trash counts as used.")
class Storage:
    used_bytes: float
    trash_bytes: float
    quota_bytes: float | None
    free_bytes: float = strawberry.field(description="On the disk.")


@strawberry.type
class MovedToTrash:
    success: bool
    trash_id: strawberry.ID | None = strawberry.field(description="For restoreDeleted; null: it is gone at once.")


@strawberry.input
class RestoreDeletedInput:
    trash_id: strawberry.ID


@strawberry.input
class DeleteForeverInput:
    trash_id: strawberry.ID


@strawberry.type
class TrashQueries:
    @strawberry.field(description="What deleteVideo takes along.")
    def deletion_of_video(self, info: Info, path: str) -> Deletion:
        return _deletion(info.context.services.trash.with_video(path))

    @strawberry.field(description="What deleteSession takes along.")
    def deletion_of_session(self, info: Info, session_id: str) -> Deletion:
        return _deletion(info.context.services.trash.with_session(session_id))

    @strawberry.field(description="Newest first.")
    def trash(self, info: Info) -> list[Deleted]:
        return [_deleted(one) for one in info.context.services.trash.all()]

    @strawberry.field
    def storage(self, info: Info) -> Storage:
        use = info.context.services.trash.storage()
        quota = None if use.quota is None else float(use.quota)
        return Storage(
            used_bytes=float(use.used), trash_bytes=float(use.trash), quota_bytes=quota, free_bytes=float(use.free)
        )


@strawberry.type
class TrashMutations:
    @strawberry.mutation(description="Bring back what was deleted, as it was.")
    def restore_deleted(self, info: Info, input: RestoreDeletedInput) -> Success:
        info.context.services.trash.restore(input.trash_id)
        return Success(success=True)

    @strawberry.mutation
    def delete_forever(self, info: Info, input: DeleteForeverInput) -> Success:
        info.context.services.trash.delete_forever(input.trash_id)
        return Success(success=True)


def moved(trash_id: str | None) -> MovedToTrash:
    """The answer of a deletion."""
    return MovedToTrash(success=True, trash_id=None if trash_id is None else strawberry.ID(trash_id))


def _deletion(found: domain.Deletion) -> Deletion:
    return Deletion(
        sessions=found.sessions,
        objects=found.objects,
        masks=found.masks,
        exports=found.exports,
        bytes=float(found.size),
    )


def _deleted(found: domain.Deleted) -> Deleted:
    return Deleted(
        trash_id=strawberry.ID(found.trash_id),
        kind=found.kind,
        name=found.name,
        deleted_at=found.deleted_at,
        gone=found.gone_at,
        bytes=float(found.size),
    )
