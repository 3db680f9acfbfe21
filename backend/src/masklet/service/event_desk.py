"""What happened in a session after a cursor, then what happens: read from the store, so that slow followers cost nothing."""

from collections.abc import Iterator

from masklet.domain.masklet import FrameMasks
from masklet.service.context import Context
from masklet.service.frames import size_of
from masklet.service.interfaces import (
    EffectsChanged,
    FrameMasksChanged,
    HistoryChanged,
    JobChanged,
    MasksCleared,
    ObjectsChanged,
    PromptRow,
    SessionDeleted,
    SessionEvent,
)
from masklet.store.events import EventKind, LoggedEvent
from masklet.store.transaction import Transaction

_EVENTS_A_READ = 32


class EventDesk:
    """Implements Events."""

    def __init__(self, context: Context, heartbeat_s: float) -> None:
        self._context = context
        self._heartbeat_s = heartbeat_s

    def follow(self, session_id: str, after: int) -> Iterator[SessionEvent | None]:
        """See Events. Ends after SessionDeleted, and when the server stops. Raises SessionNotFound at once."""
        with self._context.database.read() as tx:
            cursor = min(after, tx.sessions.cursor(session_id))
        return self._events(session_id, cursor)

    def _events(self, session_id: str, cursor: int) -> Iterator[SessionEvent | None]:
        with self._context.changes.watch(session_id) as watch:
            woken = False
            while not watch.is_closed:
                version = watch.version
                with self._context.database.read() as tx:
                    events = _read(tx, session_id, cursor)
                for event in events:
                    cursor = event.cursor
                    yield event
                    if isinstance(event, SessionDeleted):
                        return
                if woken and not events:
                    yield None  # it is not an event that woke us: perhaps a right was taken away
                if not events:
                    watch.wait(version, self._heartbeat_s)
                woken = not events and watch.version != version
                if not events and not woken:
                    yield None


def _read(tx: Transaction, session_id: str, cursor: int) -> list[SessionEvent]:
    """The next events, as things are now: one view of the store, so that they fit each other."""
    if tx.sessions.find(session_id) is None:
        return [SessionDeleted(cursor + 1)]
    size = size_of(tx.sessions.video(session_id))
    return [_event(tx, session_id, row, size) for row in tx.events.after(session_id, cursor, _EVENTS_A_READ)]


def _event(tx: Transaction, session_id: str, row: LoggedEvent, size: tuple[int, int]) -> SessionEvent:
    match row.kind:
        case EventKind.FRAME:
            frame_index = int(row.subject)
            masks = tx.masks.on_frame(session_id, frame_index, size)
            return FrameMasksChanged(row.seq, FrameMasks(frame_index, masks))
        case EventKind.OBJECTS:
            return ObjectsChanged(row.seq, tx.objects.all(session_id), prompt_rows(tx, session_id))
        case EventKind.CLEARED:
            return MasksCleared(row.seq, (int(row.subject),))
        case EventKind.JOB:
            return JobChanged(row.seq, tx.jobs.get(row.subject).job)
        case EventKind.EFFECTS:
            return EffectsChanged(row.seq, tx.effects.text(session_id))
        case EventKind.HISTORY:
            return HistoryChanged(row.seq, tx.history.all(session_id), tx.sessions.get(session_id).name)


def prompt_rows(tx: Transaction, session_id: str) -> tuple[PromptRow, ...]:
    """All prompts of a session."""
    return tuple(PromptRow(*row) for row in tx.prompts.all(session_id))
