"""Mutations of sessions and jobs."""

import strawberry

from masklet.api.context import Info
from masklet.api.pace import SESSIONS
from masklet.api.schema.exports import export_options
from masklet.api.schema.inputs import (
    CancelPropagateInVideoInput,
    CloseSessionInput,
    DeleteSessionInput,
    ExportInput,
    PropagateInVideoInput,
    RenameSessionInput,
    SetEffectsInput,
    StartSessionInput,
)
from masklet.api.schema.jobs import Job, job
from masklet.api.schema.paced import Paced
from masklet.api.schema.propagation import start_propagation
from masklet.api.schema.sessions import Session, session
from masklet.api.schema.success import Success
from masklet.api.schema.trash import MovedToTrash, moved
from masklet.service.titles import clean_name


@strawberry.type
class StartSession:
    session_id: str


@strawberry.type
class SessionMutations:
    @strawberry.mutation(extensions=[Paced(SESSIONS)])
    def start_session(self, info: Info, input: StartSessionInput) -> StartSession:
        size = None if input.image_size is strawberry.UNSET else input.image_size
        started = info.context.services.sessions.start(input.path, input.engine or None, size)
        return StartSession(session_id=started.session_id)

    @strawberry.mutation
    def close_session(self, info: Info, input: CloseSessionInput) -> Success:
        return Success(success=info.context.services.sessions.close(input.session_id))

    @strawberry.mutation(description="Into the trash, from where it can be brought back for a while.")
    def delete_session(self, info: Info, input: DeleteSessionInput) -> MovedToTrash:
        return moved(info.context.services.sessions.delete(input.session_id))

    @strawberry.mutation
    def rename_session(self, info: Info, input: RenameSessionInput) -> Session:
        services = info.context.services
        services.sessions.rename(input.session_id, clean_name(input.name))
        return session(services.overviews.get(input.session_id), info.context)

    @strawberry.mutation(description="The whole stack; one step of the history.")
    def set_effects(self, info: Info, input: SetEffectsInput) -> Success:
        info.context.services.effects.set(input.session_id, input.effects)
        return Success(success=True)

    @strawberry.mutation(description="Track as a job; follow it through sessionEvents.")
    def start_propagation(self, info: Info, input: PropagateInVideoInput) -> Job:
        return job(start_propagation(info.context.services, input), info.context)

    @strawberry.mutation
    def cancel_propagate_in_video(self, info: Info, input: CancelPropagateInVideoInput) -> Success:
        services = info.context.services
        known = services.sessions.get(input.session_id)
        return Success(success=services.propagations.cancel(known.session_id))

    @strawberry.mutation(extensions=[Paced(SESSIONS)])
    def start_export(self, info: Info, input: ExportInput) -> Job:
        exports = info.context.services.exports
        return job(exports.start(input.session_id, input.format, export_options(input)), info.context)

    @strawberry.mutation
    def cancel_export(self, info: Info, job_id: strawberry.ID) -> Success:
        return Success(success=info.context.services.exports.cancel(job_id))
