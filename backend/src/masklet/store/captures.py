"""Rows on the other side of an edit: kept by triggers while a transaction records, and put back. Knows no edit.

All of it is done by SQLite itself, statement by statement: 60,000 masks never pass through this process's memory.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session as OrmSession

from masklet.domain.errors import SessionNotFound

# The order of these statements respects foreign keys, and what was tracked outlives the masks that are removed.
_APPLY = tuple(
    text(statement)
    for statement in (
        """
        INSERT INTO objects
            (session_id, object_id, name, colour, position, rank, class_id, locked, absent, accepted, number)
        SELECT :session_id, object_id, json_extract(content, '$.name'), json_extract(content, '$.colour'), json_extract(content, '$.position'),
            json_extract(content, '$.rank'), json_extract(content, '$.class_id'), json_extract(content, '$.locked'), json_extract(content, '$.absent'),
            json_extract(content, '$.accepted'), COALESCE(json_extract(content, '$.number'), object_id + 1)
        FROM captured_rows WHERE capture_id = :capture_id AND kind = 'object' AND content IS NOT NULL
        ON CONFLICT (session_id, object_id) DO UPDATE SET name = excluded.name, colour = excluded.colour,
            position = excluded.position, rank = excluded.rank, class_id = excluded.class_id,
            locked = excluded.locked, absent = excluded.absent, accepted = excluded.accepted, number = excluded.number
        """,
        """
        INSERT INTO masks (session_id, frame_index, object_id, counts, object_score, is_empty)
        SELECT :session_id, frame_index, object_id, counts, object_score, is_empty
        FROM captured_masks WHERE capture_id = :capture_id AND counts IS NOT NULL
        ON CONFLICT (session_id, frame_index, object_id) DO UPDATE SET counts = excluded.counts,
            object_score = excluded.object_score, is_empty = excluded.is_empty
        """,
        """
        DELETE FROM masks WHERE session_id = :session_id AND (frame_index, object_id) IN (
            SELECT frame_index, object_id FROM captured_masks WHERE capture_id = :capture_id AND counts IS NULL)
        """,
        """
        INSERT INTO prompts (session_id, object_id, frame_index, content)
        SELECT :session_id, object_id, frame_index, content
        FROM captured_rows WHERE capture_id = :capture_id AND kind = 'prompt' AND content IS NOT NULL
        ON CONFLICT (session_id, object_id, frame_index) DO UPDATE SET content = excluded.content
        """,
        """
        DELETE FROM prompts WHERE session_id = :session_id AND (object_id, frame_index) IN (
            SELECT object_id, frame_index FROM captured_rows
            WHERE capture_id = :capture_id AND kind = 'prompt' AND content IS NULL)
        """,
        """
        INSERT INTO tracked_prompts (session_id, object_id, said) SELECT :session_id, object_id, content
        FROM captured_rows WHERE capture_id = :capture_id AND kind = 'tracked' AND content IS NOT NULL
        ON CONFLICT (session_id, object_id) DO UPDATE SET said = excluded.said
        """,
        """
        DELETE FROM tracked_prompts WHERE session_id = :session_id AND object_id IN (
            SELECT object_id FROM captured_rows
            WHERE capture_id = :capture_id AND kind = 'tracked' AND content IS NULL)
        """,
        """
        DELETE FROM objects WHERE session_id = :session_id AND object_id IN (
            SELECT object_id FROM captured_rows
            WHERE capture_id = :capture_id AND kind = 'object' AND content IS NULL)
        """,
        """
        INSERT INTO effects (session_id, content) SELECT :session_id, content
        FROM captured_rows WHERE capture_id = :capture_id AND kind = 'effects' AND content IS NOT NULL
        ON CONFLICT (session_id) DO UPDATE SET content = excluded.content
        """,
        """
        DELETE FROM effects WHERE session_id = :session_id AND EXISTS (
            SELECT 1 FROM captured_rows WHERE capture_id = :capture_id AND kind = 'effects' AND content IS NULL)
        """,
        """
        UPDATE sessions SET name = content FROM captured_rows
        WHERE session_id = :session_id AND capture_id = :capture_id AND kind = 'session'
        """,
    )
)

_NEW = text(
    "INSERT INTO captures (session_id) SELECT session_id FROM sessions "
    "WHERE session_id = :id AND trash_id IS NULL RETURNING capture_id"
)
_IS_EMPTY = text("""
    SELECT NOT EXISTS (SELECT 1 FROM captured_masks WHERE capture_id = :id)
    AND NOT EXISTS (SELECT 1 FROM captured_rows WHERE capture_id = :id)
""")
_OBJECT_NAME = text("""
    SELECT json_extract(content, '$.name') FROM captured_rows
    WHERE capture_id = :capture_id AND kind = 'object' AND object_id = :object_id AND content IS NOT NULL
    UNION ALL SELECT name FROM objects WHERE session_id = :session_id AND object_id = :object_id LIMIT 1
""")

# As they were before the first of the captures that holds them.
_EARLIEST_MASKS = text("""
    INSERT INTO captured_masks (capture_id, frame_index, object_id, counts, object_score, is_empty)
    SELECT :into, frame_index, object_id, counts, object_score, is_empty FROM (
        SELECT c.*, ROW_NUMBER() OVER (PARTITION BY c.frame_index ORDER BY e.edit_id) AS nth
        FROM edits AS e JOIN captured_masks AS c ON c.capture_id = e.capture_id
        WHERE e.session_id = :session_id AND e.edit_id > :after AND NOT e.undone AND c.object_id = :object_id)
    WHERE nth = 1
""")
_EARLIEST_ROWS = text("""
    INSERT INTO captured_rows (capture_id, kind, object_id, frame_index, content)
    SELECT :into, kind, object_id, frame_index, content FROM (
        SELECT c.*, ROW_NUMBER() OVER (PARTITION BY c.kind, c.frame_index ORDER BY e.edit_id) AS nth
        FROM edits AS e JOIN captured_rows AS c ON c.capture_id = e.capture_id
        WHERE e.session_id = :session_id AND e.edit_id > :after AND NOT e.undone AND c.object_id = :object_id)
    WHERE nth = 1
""")
_ONLY_MARKS = text("""
    UPDATE captured_rows SET content = (
        SELECT json_object('name', o.name, 'colour', o.colour, 'position', o.position, 'rank', o.rank,
            'class_id', o.class_id, 'locked', o.locked, 'absent', COALESCE(json_extract(content, '$.absent'), '[]'),
            'accepted', COALESCE(json_extract(content, '$.accepted'), '[]'), 'number', o.number)
        FROM objects AS o WHERE o.session_id = :session_id AND o.object_id = :object_id)
    WHERE capture_id = :into AND kind = 'object'
""")


class CaptureRepository:
    """Captures by id. At most one is recorded in a session, and only within a transaction."""

    def __init__(self, session: OrmSession) -> None:
        self._session = session

    def new(self, session_id: str) -> int:
        """An empty one. Raises SessionNotFound."""
        capture_id = self._one(_NEW, {"id": session_id})
        if capture_id is None:
            raise SessionNotFound("There is no such session; it may have been deleted.")
        return int(capture_id)

    def drop(self, capture_id: int) -> None:
        """With its rows, and the edit that it belongs to."""
        self._run("DELETE FROM captures WHERE capture_id = ?", (capture_id,))

    def record(self, session_id: str, capture_id: int) -> None:
        """From now on rows of the session are kept in it before they change."""
        self._run("INSERT INTO recordings (session_id, capture_id) VALUES (?, ?)", (session_id, capture_id))

    def stop(self, session_id: str) -> None:
        """The recording ends."""
        self._session.flush()
        self._run("DELETE FROM recordings WHERE session_id = ?", (session_id,))

    def is_empty(self, capture_id: int) -> bool:
        """Nothing changed."""
        return bool(self._one(_IS_EMPTY, {"id": capture_id}))

    def object_name(self, session_id: str, capture_id: int, object_id: int) -> str:
        """What the object was called before, else what it is called now."""
        ids = {"session_id": session_id, "capture_id": capture_id, "object_id": object_id}
        return str(self._one(_OBJECT_NAME, ids) or "")

    def apply(self, session_id: str, capture_id: int) -> None:
        """Put its rows back."""
        self._session.flush()
        for statement in _APPLY:
            self._session.execute(statement, {"session_id": session_id, "capture_id": capture_id})
        self._session.expire_all()

    def before(self, session_id: str, object_id: int, edit_id: int) -> int:
        """A new capture of the object's masks, prompts and marks as they were right after the edit. The object exists."""
        into = self.new(session_id)
        values = {"into": into, "session_id": session_id, "object_id": object_id, "after": edit_id}
        for statement in (_EARLIEST_MASKS, _EARLIEST_ROWS, _ONLY_MARKS):
            self._session.execute(statement, values)
        return into

    def _one(self, statement: Any, values: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever the column holds
        return self._session.execute(statement, values).scalar_one_or_none()

    def _run(self, statement: str, values: Sequence[Any]) -> None:
        self._session.connection().exec_driver_sql(statement, tuple(values))
