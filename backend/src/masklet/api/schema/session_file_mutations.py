"""Mutations that make sessions of sessions: duplicates, and session files from anywhere."""

import strawberry
from strawberry.file_uploads import Upload

from masklet.api.context import Info
from masklet.api.pace import SESSIONS
from masklet.api.received import received_file
from masklet.api.schema.inputs import DuplicateSessionInput
from masklet.api.schema.paced import Paced
from masklet.api.schema.session_mutations import StartSession
from masklet.service.titles import clean_name


@strawberry.type
class SessionFileMutations:
    @strawberry.mutation(
        description="The same clip, objects, prompts and masks in a session of its own.", extensions=[Paced(SESSIONS)]
    )
    def duplicate_session(self, info: Info, input: DuplicateSessionInput) -> StartSession:
        name = None if input.name is strawberry.UNSET or input.name is None else clean_name(input.name)
        made = info.context.services.sessions.duplicate(input.session_id, name)
        return StartSession(session_id=made.session_id)

    @strawberry.mutation(
        description="A file of the export format `session`, as a new session.", extensions=[Paced(SESSIONS)]
    )
    def open_session_file(self, info: Info, file: Upload) -> StartSession:
        opened = info.context.services.session_files.open(received_file(file, "openSessionFile").take())
        return StartSession(session_id=opened.session_id)
