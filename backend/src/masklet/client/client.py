"""The client for scripts: every call waits for its answer. What is asked and how it is read is in `operations`, shared with AsyncClient."""

import contextlib
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import httpx_sse
import numpy as np
from numpy.typing import NDArray

from masklet.client import operations, transport
from masklet.client.files import Download, OnProgress, Watched, finished_url
from masklet.client.following import Following
from masklet.client.model import (
    FrameMasks,
    Job,
    ObjectClass,
    Session,
    TrackedObject,
    Video,
)
from masklet.client.operation import Operation, T
from masklet.client.operations import UNCHANGED, ExportRequest
from masklet.client.patience import Patience
from masklet.client.token_auth import TokenAuth
from masklet.domain.export_options import Resolution
from masklet.domain.mask_import import ImportOptions, ImportReport, TakenAs
from masklet.domain.session import Direction, Run


class Client:
    """One connection to a server at `url`, as `http://localhost:3000`. Close it, or use it in `with`.

    `token`: of a server that asks for one (MASKLET_ACCESS=token); the variable MASKLET_TOKEN when left out.
    `token` is for servers that ask for one; the variable MASKLET_TOKEN when left out.

    Coordinates are pixels of the clip (`Session.video` has its size), frames count from 0, ranges include both ends, masks
    are bool arrays of height x width. Every method raises ApiError where the server refuses, ConnectionLost where it is
    not reached, BadAnswer where it is another program. Not for several threads at once: each makes its own.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        patience: Patience | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._patience = patience or Patience()
        self._http = httpx.Client(
            base_url=url, timeout=self._patience.answer_s, transport=transport, auth=TokenAuth(url, token)
        )

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; the server's jobs go on."""
        self._http.close()

    def upload(
        self,
        path: str | Path,
        on_progress: OnProgress | None = None,
        start_s: float | None = None,
        duration_s: float | None = None,
    ) -> Video:
        """Send a video file, a picture or a zip of pictures; answers when the clip is ready. `on_progress`: (bytes sent, all bytes).

        A video longer than the server's limit is refused (LIMIT_EXCEEDED) unless `start_s` and `duration_s` name a part.
        """
        operation = operations.upload(start_s, duration_s)
        with Path(path).open("rb") as file:
            parts = {"file": (Path(path).name, Watched(file, on_progress), "application/octet-stream")}
            return self._post(operation, data=operation.form, files=parts, timeout=transport.uploading(self._patience))

    def import_masks(
        self,
        session: Session,
        path: str | Path,
        taken_as: TakenAs = TakenAs.MASKLETS,
        *,
        format: str | None = None,  # noqa: A002 - the wire's word
        same_name: bool = False,
        offset: int = 0,
        stride: int = 1,
        on_progress: OnProgress | None = None,
    ) -> ImportReport:
        """Masks of a file (docs/imports.md) into a session, one step of its history; tracking under way is stopped.

        `format` is found out when left out. `same_name`: objects of the same name take the masks, instead of new ones. Frame
        `n` of the file is the clip's frame `n * stride + offset`. The report names what did not fit; ApiError where nothing did.
        """
        operation = operations.import_masks(
            session.session_id, ImportOptions(TakenAs(taken_as), format, same_name, offset, stride)
        )
        with Path(path).open("rb") as file:
            parts = {"file": (Path(path).name, Watched(file, on_progress), "application/octet-stream")}
            return self._post(operation, data=operation.form, files=parts, timeout=transport.uploading(self._patience))

    def videos(self) -> list[Video]:
        """All clips, the samples among them."""
        found, after = self._ask(operations.videos())
        while after is not None:
            more, after = self._ask(operations.videos(after))
            found += more
        return found

    def video(self, path: str) -> Video:
        """One clip by its `path`."""
        return self._ask(operations.video(path))

    def delete_video(self, video: Video) -> bool:
        """With all of its sessions."""
        return self._ask(operations.delete_video(video.path))

    def sessions(self, video: Video | None = None) -> list[Session]:
        """Of one clip, or all."""
        return self._ask(operations.sessions(video.path if video else None))

    def session(self, session_id: str) -> Session:
        """One session as it is now."""
        return self._ask(operations.session(session_id))

    def start_session(self, video: Video, engine: str | None = None) -> Session:
        """A new session; with the server's best engine unless one is named."""
        return self.session(self._ask(operations.start_session(video.path, engine)))

    def rename_session(self, session: Session, name: str) -> Session:
        """Give it another name."""
        return self._ask(operations.rename_session(session.session_id, name))

    def close_session(self, session: Session) -> bool:
        """Free the device; nothing is lost, and the next call opens it again."""
        return self._ask(operations.close_session(session.session_id))

    def delete_session(self, session: Session) -> bool:
        """With its masks."""
        return self._ask(operations.delete_session(session.session_id))

    def add_points(
        self,
        session: Session,
        frame: int,
        object_id: int,
        points: Iterable[Sequence[float]],
        labels: Iterable[int] | None = None,
        clear: bool = True,
    ) -> FrameMasks:
        """Say where an object is (label 1) or is not (0); labels are all 1 when left out. A new id makes a new object.

        `clear`: these points replace those that the object has on the frame. Answers the masks of all objects there.
        """
        return self._ask(operations.add_points(session, frame, object_id, points, labels, clear))

    def add_box(self, session: Session, frame: int, object_id: int, box: Sequence[float]) -> FrameMasks:
        """(x0, y0, x1, y1) around an object; what sticks out of the picture is cut off."""
        return self._ask(operations.add_box(session, frame, object_id, box))

    def add_mask(self, session: Session, frame: int, object_id: int, mask: NDArray[np.bool_]) -> FrameMasks:
        """A drawn mask; it replaces the object's points and box on the frame. Raises ValueError for another shape or type."""
        return self._ask(operations.add_mask(session, frame, object_id, mask))

    def update_object(
        self,
        session: Session,
        object_id: int,
        *,
        name: str | None = None,
        colour: str | None = None,
        class_id: int | None = UNCHANGED,
        locked: bool | None = None,
    ) -> TrackedObject:
        """Change what is named; `class_id=None` takes the class away."""
        return self._ask(operations.update_object(session.session_id, object_id, name, colour, class_id, locked))

    def remove_object(self, session: Session, object_id: int) -> None:
        """With its prompts and masks."""
        self._ask(operations.remove_object(session.session_id, object_id))

    def classes(self) -> list[ObjectClass]:
        """Kinds of things, of the whole server."""
        return self._ask(operations.classes())

    def add_class(self, name: str, colour: str | None = None) -> ObjectClass:
        """A new kind; INVALID_INPUT with reason `classTaken` where there is one of this name."""
        return self._ask(operations.add_class(name, colour))

    def propagate(
        self,
        session: Session,
        start_frame: int = 0,
        direction: Direction = Direction.BOTH,
        objects: Sequence[int] | None = None,
        first: int | None = None,
        last: int | None = None,
    ) -> Generator[FrameMasks, None, None]:
        """Track, and yield the start frame, then frames as their masks change; ends when tracking is done. `masks` reads them all.

        A frame may come again. A correction changes no more than it must: frames that stay as they are do not come.
        Frames that could not be read are passed over; `session(id).propagation.problem` names them afterwards.

        Tracking starts with the first `next`. It is the server's: leaving the loop does not stop it, `cancel` does. A broken
        line is taken up again as `Patience` says. Raises PropagationFailed, JobCancelled, ConnectionLost.
        """
        cursor = self.session(session.session_id).cursor
        wanted = operations.propagate(session.session_id, start_frame, Direction(direction), objects, first, last)
        following = Following(session.session_id, cursor, self._ask(wanted), objects, self._patience)
        begin = operations.masks(session.session_id, start_frame, start_frame, objects)
        yield from self._ask(begin)
        while not following.is_over:
            try:
                yield from self._frames(following)
                broken = "the stream ended early"
            except transport.LineBroke as error:
                broken = str(error)
            if not following.is_over:
                time.sleep(following.lost(broken))

    def cancel(self, session: Session) -> bool:
        """Stop tracking; False where nothing was being tracked. Masks made until then stay."""
        return self._ask(operations.cancel(session.session_id))

    def masks(
        self, session: Session, frames: Run | None = None, objects: Sequence[int] | None = None
    ) -> Generator[FrameMasks, None, None]:
        """Stored masks of the frames first to last, read in pages while they are taken."""
        for first, last in operations.pages(session.video.frame_count, frames):
            yield from self._ask(operations.masks(session.session_id, first, last, objects))

    def export(
        self,
        session: Session,
        format: str,  # noqa: A002 - the wire's word
        path: str | Path,
        *,
        options: Mapping[str, str | float | bool] | None = None,
        frames: Run | None = None,
        objects: Sequence[int] | None = None,
        stride: int = 1,
        resolution: Resolution = Resolution.NORMALISED,
        overwrite: bool = False,
    ) -> Path:
        """Make an export (docs/exports.md), wait for it and write it to `path`, which appears when all of it is there.

        Raises FileInTheWay before anything is asked where the file exists and `overwrite` is False; ExportFailed, JobCancelled.
        """
        chosen = (options or {}, frames, objects, stride, Resolution(resolution), overwrite)
        wanted = ExportRequest(Path(path), format, *chosen)
        download = Download(wanted.path, overwrite)
        job = self._ask(operations.export(session.session_id, wanted))
        self._fetch(self._wait(job), download)
        return wanted.path

    def _wait(self, job: Job) -> str:
        looks = self._patience.looks()
        while (url := finished_url(job)) is None:
            time.sleep(next(looks))
            job = self._ask(operations.job(job.job_id))
        return url

    def _fetch(self, url: str, download: Download) -> None:
        with transport.our_errors(), self._http.stream("GET", url) as response:
            if response.status_code != 200:
                response.read()
            transport.check_download(response)
            with download:
                for piece in response.iter_bytes():
                    download.write(piece)

    def _frames(self, following: Following) -> Generator[FrameMasks, None, None]:
        operation = following.operation()
        with contextlib.closing(self._events(operation)) as events:
            for event in events:
                frame = following.take(event)
                if frame is not None:
                    yield frame
                if following.is_over:
                    return

    def _events(self, operation: Operation[T]) -> Generator[T, None, None]:
        asked = {"json": operation.body, "timeout": transport.streaming(self._patience)}
        with (
            transport.our_errors(transport.LineBroke),
            httpx_sse.connect_sse(self._http, "POST", transport.GRAPHQL, **asked) as source,
        ):
            if not transport.is_stream(source.response):
                source.response.read()
                raise transport.refused_stream(operation, source.response)
            for sent in source.iter_sse():
                value = transport.parsed_event(operation, sent)
                if value is not None:
                    yield value

    def _ask(self, operation: Operation[T]) -> T:
        return self._post(operation, json=operation.body)

    def _post(self, operation: Operation[T], **sent: Any) -> T:  # noqa: ANN401 - httpx's own
        with transport.our_errors():
            response = self._http.post(transport.GRAPHQL, **sent)
        return transport.answered(operation, response)
