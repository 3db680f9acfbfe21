"""What triggers keep of a transaction, and that putting it back is exact, whichever way rows were changed."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from masklet.domain.errors import SessionNotFound
from masklet.domain.history import EditKind, EditNote
from masklet.domain.masklet import ObjectMask, Rle
from masklet.domain.prompt import Point, Prompt
from masklet.domain.session import Session, TrackedObject
from masklet.store.database import Database
from masklet.store.models import ObjectRow
from masklet.store.transaction import Transaction

TABLES = ("objects", "prompts", "masks", "tracked_prompts", "sessions")
NOTE = EditNote(EditKind.SPLIT_OBJECT)


@pytest.fixture
def database(tmp_path: Path, a_video):
    """Two sessions of two objects with masks on four frames and a prompt each."""
    made = Database(tmp_path / "masklet.sqlite")
    made.migrate()
    with made.write() as tx:
        tx.videos.put("v", a_video("uploads/v.mp4"), None, 1.0)
        for session_id in ("s", "other"):
            tx.sessions.add(Session(session_id, "uploads/v.mp4", "rows", "S", 1.0, 1.0), "v")
            for object_id in (0, 1):
                tx.objects.add(session_id, TrackedObject(object_id, f"Object {object_id}", "#ffffff"))
                tx.prompts.put(session_id, object_id, 1, Prompt((Point(1.0, 2.0, 1),)))
                tx.prompts.put_tracked(session_id, object_id, {1: "abc"})
            for at in range(4):
                tx.masks.put(session_id, at, {0: a_mask(at), 1: a_mask(10 + at)})
    yield made
    made.close()


def a_mask(number: int) -> ObjectMask:
    return ObjectMask(Rle(720, 1280, f"{number}"), 0.5)


def rows(database: Database, session_id: str = "s") -> dict[str, list[tuple[object, ...]]]:
    columns = {"sessions": "name"}
    with database.read() as tx:
        return {
            table: sorted(
                map(tuple, run(tx, f"SELECT {columns.get(table, '*')} FROM {table} WHERE session_id = '{session_id}'")),
                key=repr,
            )
            for table in TABLES
        }


def run(tx: Transaction, statement: str):
    return tx.sessions._session.execute(text(statement))


def count(database: Database, table: str) -> int:
    with database.read() as tx:
        return run(tx, f"SELECT COUNT(*) FROM {table}").scalar_one()


def edit(database: Database, *statements: str) -> bool:
    with database.write() as tx:
        recording = tx.history.begin("s")
        for statement in statements:
            run(tx, statement)
        return tx.history.end(recording, NOTE, 1.0)


def undo(database: Database) -> None:
    with database.write() as tx:
        tx.history.swap("s", tx.history.last_done("s"))


def redo(database: Database) -> None:
    with database.write() as tx:
        tx.history.swap("s", tx.history.first_undone("s"))


CHANGES = {
    "an object removed with its own": ["DELETE FROM objects WHERE session_id = 's' AND object_id = 0"],
    "an object that another replaces": [
        "INSERT OR REPLACE INTO objects SELECT session_id, object_id, 'New', colour, 99, rank, class_id, locked, absent, "
        "accepted, number FROM objects WHERE session_id = 's' AND object_id = 1"
    ],
    "all columns of objects": [
        "UPDATE objects SET name = 'N', colour = '#000000', position = 50 + object_id, rank = 7, class_id = 3, "
        "locked = 1, absent = '[[1,2]]', accepted = '[[3,3]]' WHERE session_id = 's'"
    ],
    "ranks swapped": ["UPDATE objects SET rank = -rank WHERE session_id = 's'"],
    "masks that others replace": [
        "INSERT OR REPLACE INTO masks SELECT session_id, frame_index, object_id, x'00', 0.1, 1 FROM masks "
        "WHERE session_id = 's' AND object_id = 0"
    ],
    "masks moved to a new object": [
        "INSERT INTO objects SELECT session_id, 2, 'Split', colour, 77, 77, NULL, 0, '[]', '[]', 3 FROM objects "
        "WHERE session_id = 's' AND object_id = 0",
        "UPDATE masks SET object_id = 2 WHERE session_id = 's' AND object_id = 0 AND frame_index >= 2",
        "UPDATE prompts SET object_id = 2, frame_index = 2 WHERE session_id = 's' AND object_id = 0",
    ],
    "one object merged into the other": [
        "INSERT INTO masks SELECT session_id, frame_index, 0, counts, object_score, is_empty FROM masks "
        "WHERE session_id = 's' AND object_id = 1 ON CONFLICT DO UPDATE SET counts = excluded.counts",
        "DELETE FROM objects WHERE session_id = 's' AND object_id = 1",
    ],
    "a name": ["UPDATE sessions SET name = 'Pond' WHERE session_id = 's'"],
    "masks removed": ["DELETE FROM masks WHERE session_id = 's' AND frame_index = 2"],
    "more than one change of a row": [
        "UPDATE masks SET counts = x'01' WHERE session_id = 's'",
        "DELETE FROM masks WHERE session_id = 's' AND object_id = 0",
        "INSERT INTO masks VALUES ('s', 2, 0, x'02', 0.5, 0)",
    ],
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_was_changed_is_put_back_and_brought_back(database, change):
    before, others = rows(database), rows(database, "other")
    assert edit(database, *CHANGES[change])
    after = rows(database)
    assert after != before
    for _ in range(2):
        undo(database)
        assert rows(database) == before
        redo(database)
        assert rows(database) == after
    assert rows(database, "other") == others


def test_only_what_changes_is_kept_and_once(database):
    edit(database, "UPDATE masks SET object_score = 0.5 WHERE session_id = 's'")
    assert count(database, "captured_masks") == 0
    assert count(database, "edits") == count(database, "captures") == 0
    edit(database, *["UPDATE masks SET object_score = object_score / 2 WHERE session_id = 's' AND frame_index < 2"] * 2)
    assert count(database, "captured_masks") == 4
    assert count(database, "recordings") == 0


def test_nothing_is_kept_of_another_session_or_without_recording(database):
    assert not edit(database, "DELETE FROM masks WHERE session_id = 'other'")
    with database.write() as tx:
        run(tx, "DELETE FROM masks WHERE session_id = 's'")
    assert count(database, "captured_masks") == count(database, "captured_rows") == 0


def test_every_column_of_an_object_is_kept(database):
    """A column that is added one day must be added to the triggers and to `captures` too."""
    edit(database, "DELETE FROM objects WHERE session_id = 's'")
    with database.read() as tx:
        content = run(tx, "SELECT content FROM captured_rows WHERE kind = 'object' LIMIT 1").scalar_one()
    assert set(json.loads(content)) | {"session_id", "object_id"} == {
        column.name for column in ObjectRow.__table__.columns
    }


def test_a_mask_that_goes_ends_what_was_tracked_of_its_object(database):
    with database.write() as tx:
        tx.masks.remove("s", 0, 3)
    with database.read() as tx:
        assert tx.prompts.tracked("s") == {1: {1: "abc"}}


def test_a_transaction_that_fails_leaves_no_recording(database):
    def fail() -> None:
        with database.write() as tx:
            tx.history.begin("s")
            run(tx, "DELETE FROM masks")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert count(database, "recordings") == count(database, "captures") == 0


def test_a_session_that_is_not_there(database):
    with database.write() as tx, pytest.raises(SessionNotFound):
        tx.history.begin("nowhere")


def test_a_deleted_session_takes_its_history_along(database):
    edit(database, *CHANGES["masks moved to a new object"])
    undo(database)
    with database.write() as tx:
        tx.trash.remove(None, "s")
    for table in ("edits", "captures", "captured_masks", "captured_rows"):
        assert count(database, table) == 0


def test_edits_that_are_dropped_take_their_rows_along(database):
    edit(database, *CHANGES["masks removed"])
    undo(database)
    edit(database, *CHANGES["a name"])
    assert count(database, "captures") == count(database, "edits") == count(database, "captured_rows") == 1
    assert count(database, "captured_masks") == 0
