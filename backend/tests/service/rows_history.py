"""What the tests of the history do over and over, in words."""

from rows_studio import Studio

from masklet.domain.history import EditKind
from masklet.service.history_desk import HistoryDesk


def history(studio: Studio) -> HistoryDesk:
    return studio.services.history


def kinds(studio: Studio, session_id: str) -> list[EditKind]:
    return [edit.note.kind for edit in history(studio).all(session_id) if not edit.undone]


def state(studio: Studio, session_id: str) -> tuple[object, ...]:
    """All that a person sees of a session."""
    known = studio.services.sessions.snapshot(session_id)
    last = known.video.frame_count - 1
    masks = list(studio.services.sessions.masks(session_id, None, 0, last))
    effects = studio.services.effects.get(session_id)
    return known.session.name, known.objects, known.prompts, known.masks, masks, effects


def restart(studio: Studio) -> None:
    studio.services.close()
    studio.start()
