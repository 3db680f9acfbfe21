"""Duplicates sessions: the same clip, objects, prompts, masks and effects under a new name; not their jobs and exports."""

from dataclasses import replace

from masklet.domain.session import Session
from masklet.service.context import Context
from masklet.service.titles import MAX_NAME

_SUFFIX = " copy"


def duplicate(context: Context, session_id: str, name: str | None, owner: str | None) -> Session:
    """See Sessions. One transaction that the database does by itself, so tracking under way is copied as far as it is."""
    now = context.clock()
    with context.database.write(durable=True) as tx:
        source = tx.sessions.get(session_id)
        named = name or source.name[: MAX_NAME - len(_SUFFIX)] + _SUFFIX
        made = replace(source, session_id=context.new_id(), name=named, created_at=now, updated_at=now, owner=owner)
        tx.sessions.add(made, tx.videos.id_of(made.video_path))
        tx.sessions.copy_contents(session_id, made.session_id)
    return made
