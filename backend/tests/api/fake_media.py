"""The clips of the fake Services: one sample, one upload, and files on their way."""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from masklet.domain.access import Right
from masklet.domain.deletion import DeletedKind
from masklet.domain.errors import (
    InvalidInput,
    LimitExceeded,
    UploadNotFound,
    VideoNotFound,
)
from masklet.domain.video import SourceMeta, Video
from masklet.service.frames import check_frame
from masklet.service.uploads import UploadProgress, UploadState

WIDTH, HEIGHT, FRAMES = 64, 48, 10
SAMPLE, UPLOAD = "gallery/koi.mp4", "uploads/0123456789abcdef0123456789abcdef.mp4"


def video(path, title="A clip"):
    source = SourceMeta("clip.mov", 1920, 1080, 0, "hevc", "mov", 0.0)
    return Video(path, title, WIDTH, HEIGHT, 0, 0, FRAMES, Fraction(30000, 1001), False, source)


class FakeVideos:
    def __init__(self, folder: Path):
        self.folder = folder
        self.rows = {path: video(path) for path in (SAMPLE, UPLOAD)}
        self.frame_calls = []
        for name, data in (
            ("video.mp4", bytes(range(256)) * 8),
            ("poster.jpg", b"P" * 99),
            ("filmstrip.jpg", b"F" * 77),
        ):
            (folder / name).write_bytes(data)

    def default(self):
        return self.rows[SAMPLE]

    def all(self):
        return list(self.rows.values())

    def get(self, path):
        if path not in self.rows:
            raise VideoNotFound("There is no such video.")
        return self.rows[path]

    def right(self, path):
        return Right.READ if self.get(path).path == SAMPLE else Right.OWN

    def rename(self, path, title):
        self.rows[path] = replace(self.get(path), title=title)
        return self.rows[path]

    def delete(self, path):
        self.get(path)
        if path == SAMPLE:
            raise InvalidInput("Sample clips cannot be deleted.")
        return self.trash.take(DeletedKind.VIDEO, self.rows[path].title, self.rows, path)

    def media_file(self, path):
        self.get(path)
        return self.folder / "video.mp4"

    def poster_file(self, path):
        self.get(path)
        return self.folder / "poster.jpg"

    def filmstrip_file(self, path):
        self.get(path)
        return self.folder / "filmstrip.jpg"

    def frame_jpeg(self, path, frame_index):
        check_frame(frame_index, self.get(path))
        return b"J" * (frame_index + 1)


@dataclass
class FakeIncoming:
    upload_id: str
    file_name: str
    total: int | None
    limit: int
    received: bytes = b""
    aborted: Exception | None = None
    most: int = 0
    claimed: bool = False

    def write(self, piece):
        self.most = max(self.most, len(piece))
        if len(self.received) + len(piece) > self.limit:
            raise LimitExceeded("The file is too large.", limit=self.limit)
        self.received += piece

    def abort(self, error):
        """Without effect once it is being prepared, as the real one."""
        if self.claimed:
            return
        self.aborted = error
        self.received = b""


class FakeUploads:
    def __init__(self, limits, videos):
        self.limits, self.videos, self.incoming, self.prepared = limits, videos, {}, []

    def begin(self, upload_id, file_name, total_bytes):
        if upload_id == "not-a-uuid":
            raise InvalidInput("The upload id is no UUID.")
        made = FakeIncoming(upload_id or "made-up", file_name, total_bytes, self.limits.max_upload_bytes)
        self.incoming[made.upload_id] = made
        if total_bytes is not None and total_bytes > made.limit:
            made.aborted = LimitExceeded("The file is too large.", limit=made.limit)
            raise made.aborted
        return made

    def prepare(self, upload_id, start_s, duration_s):
        self.prepared.append((upload_id, start_s, duration_s))
        self.progress(upload_id)
        self.incoming[upload_id].claimed = True
        return self.videos.get(UPLOAD)

    def progress(self, upload_id):
        if upload_id not in self.incoming:
            raise UploadNotFound("There is no such upload.")
        known = self.incoming[upload_id]
        return UploadProgress(
            upload_id,
            known.file_name,
            UploadState.READY,
            len(known.received),
            known.total,
            5,
            10,
            None,
            UPLOAD,
            None,
            None,
        )

    def folder_entries(self):
        return iter(["beach.mov"])

    def open_from_folder(self, name, upload_id, start_s, duration_s):
        if name != "beach.mov":
            raise VideoNotFound("The folder has no such video.")
        return self.videos.get(UPLOAD)
