"""A data folder with a clip and a session of three objects, as a stopped server leaves it; and commands run on it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from click.testing import CliRunner, Result
from disc_clip import disc_clip
from stored_session import store_session

from masklet.cli.main import main
from masklet.domain.video import SourceMeta, Video
from masklet.store.database import Database

FRAMES, WIDTH, HEIGHT = 12, 96, 64
VIDEO_ID = "0" * 31 + "1"


@dataclass
class Folder:
    """`session` has masks, `bare` has none."""

    path: Path
    session: str
    bare: str

    def run(self, *words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])


def make_folder(path: Path) -> Folder:
    clip = path / "videos" / VIDEO_ID / "video.mp4"
    clip.parent.mkdir(parents=True)
    disc_clip(clip, FRAMES, WIDTH, HEIGHT)
    for name in ("poster.jpg", "filmstrip.jpg"):
        (clip.parent / name).write_bytes(b"x")
    source = SourceMeta("koi.mov", WIDTH, HEIGHT, 0, "h264", "mov", 0.0)
    video = Video(f"uploads/{VIDEO_ID}.mp4", "Koi", WIDTH, HEIGHT, 0, 0, FRAMES, Fraction(24), False, source)
    database = Database(path / "masklet.sqlite")
    database.migrate()
    with database.write() as tx:
        tx.videos.put(VIDEO_ID, video, None, 1.0)
    folder = Folder(path, store_session(database, video.path, 3, False), store_session(database, video.path, 2, True))
    database.close()
    return folder
