"""The history of a session as GraphQL types, and what moves in it."""

import strawberry

from masklet.api.context import Info
from masklet.api.schema.success import Success
from masklet.domain import history as domain

_UNDO = "Stops tracking first. Null where nothing is left to undo, or nothing came of that tracking yet."

strawberry.enum(domain.EditKind)


@strawberry.type
class Edit:
    edit_id: int
    kind: domain.EditKind
    object_id: int | None
    object_name: str = strawberry.field(description="Its name then.")
    first_frame: int | None
    last_frame: int | None
    detail: str = strawberry.field(description="A further word, as the new name or colour.")
    created_at: float
    undone: bool = strawberry.field(description="It can be redone until another edit is made.")


@strawberry.input
class UndoInput:
    session_id: str


@strawberry.input
class RedoInput:
    session_id: str


@strawberry.input
class GoToEditInput:
    session_id: str
    edit_id: int | None = strawberry.field(
        default=strawberry.UNSET, description="The last edit that is to be done; none: nothing is."
    )


@strawberry.input
class RestoreMaskletInput:
    session_id: str
    object_id: int
    edit_id: int | None = strawberry.field(
        default=strawberry.UNSET, description="As it was right after this edit; none: before all of them."
    )


@strawberry.type
class HistoryMutations:
    @strawberry.mutation(description=_UNDO)
    def undo(self, info: Info, input: UndoInput) -> Edit | None:
        return edit_or_none(info.context.services.history.undo(input.session_id))

    @strawberry.mutation(description="Null where nothing is left to redo.")
    def redo(self, info: Info, input: RedoInput) -> Edit | None:
        return edit_or_none(info.context.services.history.redo(input.session_id))

    @strawberry.mutation(description="Undo or redo until exactly the edits up to this one are done.")
    def go_to_edit(self, info: Info, input: GoToEditInput) -> Success:
        info.context.services.history.go_to(input.session_id, _or_none(input.edit_id))
        return Success(success=True)

    @strawberry.mutation(description="An object's masks, prompts and marks as they were; itself an edit.")
    def restore_masklet(self, info: Info, input: RestoreMaskletInput) -> Success:
        info.context.services.history.restore(input.session_id, input.object_id, _or_none(input.edit_id))
        return Success(success=True)


def edit(known: domain.Edit) -> Edit:
    """One line of the history."""
    note = known.note
    return Edit(
        edit_id=known.edit_id,
        kind=note.kind,
        object_id=note.object_id,
        object_name=note.object_name,
        first_frame=note.first_frame,
        last_frame=note.last_frame,
        detail=note.detail,
        created_at=known.created_at,
        undone=known.undone,
    )


def edit_or_none(known: domain.Edit | None) -> Edit | None:
    """None: nothing moved."""
    return None if known is None else edit(known)


def _or_none(given: int | None) -> int | None:
    return None if given is strawberry.UNSET else given
