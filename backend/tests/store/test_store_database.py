"""The database as a whole: migrations, durability settings, isolation, a full disk."""

import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from masklet.domain.errors import DataTooNew, StorageFull, VideoNotFound
from masklet.domain.masklet import ObjectMask
from masklet.domain.session import Session, TrackedObject
from masklet.masks.rle import empty
from masklet.store.database import Database
from masklet.store.models import Base


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "masklet.sqlite"


@pytest.fixture
def database(path: Path):
    made = Database(path)
    made.migrate()
    yield made
    made.close()


def pragma(database: Database, name: str) -> object:
    with database.read() as tx:
        return tx.videos._session.scalar(text(f"PRAGMA {name}"))


def test_migrations_lead_to_the_models(database, path):
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_migrating_again_changes_nothing(database, a_video):
    with database.write() as tx:
        tx.videos.put("v", a_video("uploads/v.mp4"), None, 1.0)
    database.migrate()
    with database.read() as tx:
        assert tx.videos.get("uploads/v.mp4") == a_video("uploads/v.mp4")


def test_a_newer_database_is_refused_with_a_sentence_and_left_alone(database):
    with database.write() as tx:
        tx.videos._session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DataTooNew, match="newer version of Masklet Studio"):
        database.migrate()
    with database.read() as tx:
        assert tx.videos._session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_sqlite_is_set_up_for_readers_beside_a_writer(database):
    assert pragma(database, "journal_mode") == "wal"
    assert pragma(database, "foreign_keys") == 1
    assert pragma(database, "busy_timeout") == 10000


def test_durable_writes_are_synced_and_others_at_least_once_a_second(database):
    full, normal = 2, 1
    with database.write(durable=True) as tx:
        assert tx.videos._session.scalar(text("PRAGMA synchronous")) == full
    with database.write() as tx:
        assert tx.videos._session.scalar(text("PRAGMA synchronous")) == normal
    database._synced_at -= 1.1
    with database.write() as tx:
        assert tx.videos._session.scalar(text("PRAGMA synchronous")) == full


def test_a_transaction_that_raises_leaves_nothing(database, a_video):
    def write_and_raise() -> None:
        with database.write() as tx:
            tx.videos.put("v", a_video("uploads/v.mp4"), None, 1.0)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_raise()
    with database.read() as tx, pytest.raises(VideoNotFound):
        tx.videos.get("uploads/v.mp4")


def test_a_reader_keeps_its_view_while_others_write(database, a_video):
    with database.read() as tx:
        assert tx.videos.all() == []
        with database.write() as other:
            other.videos.put("v", a_video("uploads/v.mp4"), None, 1.0)
        assert tx.videos.all() == []
    with database.read() as tx:
        assert len(tx.videos.all()) == 1


def test_writers_of_two_threads_and_two_processes_worth_of_connections_all_get_through(database, path, a_video):
    other = Database(path)

    def write(into: Database, prefix: str) -> None:
        for number in range(25):
            with into.write() as tx:
                tx.videos.put(f"{prefix}{number}", a_video(f"uploads/{prefix}{number}.mp4"), None, 1.0)

    threads = [
        threading.Thread(target=write, args=(db, prefix))
        for prefix, db in zip("abcd", [database, other] * 2, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    with database.read() as tx:
        assert len(tx.videos.all()) == 100


def test_a_full_disk_is_a_sentence_and_the_store_goes_on(database, a_video):
    with database.write() as tx:
        tx.videos.put("v", a_video("uploads/v.mp4"), None, 1.0)
        tx.sessions.add(Session("s", "uploads/v.mp4", "rows", "S", 1.0, 1.0), "v")
        tx.objects.add("s", TrackedObject(0, "Object 1", "#ffffff"))
        pages = tx.videos._session.scalar(text("PRAGMA page_count"))
        tx.videos._session.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
    mask = ObjectMask(empty(1000, 1000), 0.5)

    def fill() -> None:
        with database.write() as tx:
            for frame_index in range(10_000):
                tx.masks.put("s", frame_index, {0: mask})

    with pytest.raises(StorageFull, match="disk is full"):
        fill()
    with database.write() as tx:
        assert tx.masks.on_frame("s", 0, (1000, 1000)) == {}
        tx.sessions.rename("s", "Still here", 2.0)


def test_a_store_that_cannot_be_opened_for_want_of_room_says_so(tmp_path, monkeypatch):
    """SQLite needs a file of shared memory for its first connection, and names that lack of room differently."""

    def no_room(connection, busy_s):
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
        raise error

    monkeypatch.setattr("masklet.store.database._on_connect", no_room)
    with pytest.raises(StorageFull, match="disk is full"):
        Database(tmp_path / "masklet.sqlite").migrate()
