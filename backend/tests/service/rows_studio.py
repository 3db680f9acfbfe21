"""Services on a data folder with workers of a few lines: what they answer can be worked out by hand."""

import itertools
import threading
import time
from pathlib import Path

from row_workers import FakeCheckpointWorker, FakeEngineWorker, FakeMediaWorker, a_video

from masklet.domain.session import Session
from masklet.service.config import Folders, Keeping, Limits
from masklet.service.services import ServiceSet, build


class Studio:
    """One data folder and the services on it, which can be stopped or killed, and started again."""

    def __init__(self, data: Path, limits: Limits | None = None) -> None:
        self.folders = Folders(data=data, imports=data / "server")
        self.limits = limits or Limits(max_objects=4, max_points=5, max_upload_bytes=1000)
        self.keeping, self.clock = Keeping(), time.time
        self._ids = itertools.count(1)
        self._guard = threading.Lock()
        self._all: list[ServiceSet] = []
        self.start()

    def start(self, engine: FakeEngineWorker | None = None, go_on: bool = True, keep_originals: bool = True) -> None:
        """As the program does at its start."""
        self.engine, self.media = engine or FakeEngineWorker(), FakeMediaWorker()
        self.checkpoints = FakeCheckpointWorker()
        self.services = build(
            folders=self.folders,
            limits=self.limits,
            engine_worker=self.engine,
            media_worker=self.media,
            checkpoint_worker=self.checkpoints,
            keeping=self.keeping,
            clock=lambda: self.clock(),
            keep_originals=keep_originals,
            new_id=self._new_id,
            heartbeat_s=0.05,
        )
        self._all.append(self.services)
        if go_on:
            self.services.go_on()

    def close_all(self) -> None:
        for services in self._all:
            services.propagations.close(0.0)
            services._context.engine_worker.close()
            services.close()

    def add_video(self, frame_count: int = 20) -> str:
        """A row and its files, without an upload."""
        video_id = self._new_id()
        path = f"uploads/{video_id}.mp4"
        folder = self.folders.videos / video_id
        folder.mkdir(parents=True)
        for name in ("video.mp4", "poster.jpg", "filmstrip.jpg", "frame_times.json"):
            (folder / name).write_bytes(name.encode())
        with self.services._context.database.write() as tx:
            tx.videos.put(video_id, a_video(path, frame_count), None, 1.0)
        return path

    def session(self, frame_count: int = 20) -> Session:
        return self.services.sessions.start(self.add_video(frame_count), None)

    def _new_id(self) -> str:
        with self._guard:
            return f"{next(self._ids):032x}"
