"""Looks into a data folder beside its server: nothing orphaned, nothing half-written under a final name, rows sound."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

NEEDED = {"video.mp4", "poster.jpg", "filmstrip.jpg", "frame_times.json"}
ROOT = {"masklet.sqlite", "masklet.sqlite-wal", "masklet.sqlite-shm", ".in-use", "videos", "incoming", "exports"}


def problems_of(data: Path) -> list[str]:
    """Sentences, none where all is well. The server is at rest: nothing is uploaded or exported."""
    return [*_root(data), *_videos(data), *_incoming(data), *_exports(data), *_trash(data), *_rows(data)]


def _root(data: Path) -> Iterator[str]:
    for path in data.iterdir():
        if path.name not in ROOT:
            yield f"{path.name} lies in the data folder"


def _videos(data: Path) -> Iterator[str]:
    known = {row[0] for row in _ask(data, "SELECT video_id FROM videos")}
    there = {path.name for path in (data / "videos").iterdir()}
    yield from (f"videos/{name} belongs to no video" for name in sorted(there - known))
    yield from (f"the video {name} has no folder" for name in sorted(known - there))
    for name in sorted(known & there):
        files = {path.name: path.stat().st_size for path in (data / "videos" / name).iterdir()}
        if not {file for file, size in files.items() if size} >= NEEDED:
            yield f"videos/{name} holds only {sorted(files)}"


def _incoming(data: Path) -> Iterator[str]:
    yield from (f"incoming/{path.name} is left" for path in (data / "incoming").iterdir())


def _exports(data: Path) -> Iterator[str]:
    """Only whole ones are named by their job; that they are whole is seen when they are fetched."""
    done = {row[0] for row in _ask(data, "SELECT job_id FROM jobs WHERE kind = 'export' AND state = 'done'")}
    work = data / "exports" / ".work"
    yield from (f"exports/.work/{path.name} is left" for path in (work.iterdir() if work.is_dir() else ()))
    there = {path.name.partition(".")[0] for path in (data / "exports").iterdir() if path != work}
    yield from (f"exports/{name} belongs to no finished export" for name in sorted(there - done))
    yield from (f"the export {name} has no file" for name in sorted(done - there))


def _trash(data: Path) -> Iterator[str]:
    """A deletion happened whole or not at all: what bears its id is listed, with all sessions of a video, and nothing works in it."""
    listed = {row[0] for row in _ask(data, "SELECT trash_id FROM trash")}
    for table in ("videos", "sessions"):
        marked = {row[0] for row in _ask(data, f"SELECT trash_id FROM {table} WHERE trash_id IS NOT NULL")}
        yield from (f"{table} lie in the trash by an unknown deletion {one}" for one in sorted(marked - listed))
    half = "SELECT s.session_id FROM sessions s JOIN videos v USING (video_id) WHERE v.trash_id NOTNULL AND s.trash_id IS NULL"
    yield from (f"the session {row[0]} was left by its deleted video" for row in _ask(data, half))
    at_work = "SELECT job_id FROM jobs JOIN sessions USING (session_id) WHERE trash_id NOTNULL AND finished_at IS NULL"
    yield from (f"the job {row[0]} works in the trash" for row in _ask(data, at_work))


def _rows(data: Path) -> Iterator[str]:
    for (found,) in _ask(data, "PRAGMA integrity_check"):
        if found != "ok":
            yield f"integrity_check: {found}"
    yield from (f"foreign_key_check: {row}" for row in _ask(data, "PRAGMA foreign_key_check"))


def _ask(data: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(f"file:{data / 'masklet.sqlite'}?mode=ro", uri=True, timeout=10)) as connection:
        return connection.execute(query).fetchall()
