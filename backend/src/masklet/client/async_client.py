"""The client for asyncio: `Client` with await. What is asked and how it is read is in `operations`, shared with Client."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
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


class AsyncClient:
    """As Client, for one event loop; `propagate` and `masks` are read with `async for`, and files with blocking calls."""

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        patience: Patience | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._patience = patience or Patience()
        self._http = httpx.AsyncClient(
            base_url=url, timeout=self._patience.answer_s, transport=transport, auth=TokenAuth(url, token)
        )

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connection; the server's jobs go on."""
        await self._http.aclose()

    async def upload(
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
            return await self._post(
                operation, data=operation.form, files=parts, timeout=transport.uploading(self._patience)
            )

    async def import_masks(
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
            return await self._post(
                operation, data=operation.form, files=parts, timeout=transport.uploading(self._patience)
            )

    async def videos(self) -> list[Video]:
        """All clips, the samples among them."""
        found, after = await self._ask(operations.videos())
        while after is not None:
            more, after = await self._ask(operations.videos(after))
            found += more
        return found

    async def video(self, path: str) -> Video:
        """One clip by its `path`."""
        return await self._ask(operations.video(path))

    async def delete_video(self, video: Video) -> bool:
        """With all of its sessions."""
        return await self._ask(operations.delete_video(video.path))

    async def sessions(self, video: Video | None = None) -> list[Session]:
        """Of one clip, or all."""
        return await self._ask(operations.sessions(video.path if video else None))

    async def session(self, session_id: str) -> Session:
        """One session as it is now."""
        return await self._ask(operations.session(session_id))

    async def start_session(self, video: Video, engine: str | None = None) -> Session:
        """A new session; with the server's best engine unless one is named."""
        return await self.session(await self._ask(operations.start_session(video.path, engine)))

    async def rename_session(self, session: Session, name: str) -> Session:
        """Give it another name."""
        return await self._ask(operations.rename_session(session.session_id, name))

    async def close_session(self, session: Session) -> bool:
        """Free the device; nothing is lost, and the next call opens it again."""
        return await self._ask(operations.close_session(session.session_id))

    async def delete_session(self, session: Session) -> bool:
        """With its masks."""
        return await self._ask(operations.delete_session(session.session_id))

    async def add_points(
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
        return await self._ask(operations.add_points(session, frame, object_id, points, labels, clear))

    async def add_box(self, session: Session, frame: int, object_id: int, box: Sequence[float]) -> FrameMasks:
        """(x0, y0, x1, y1) around an object; what sticks out of the picture is cut off."""
        return await self._ask(operations.add_box(session, frame, object_id, box))

    async def add_mask(self, session: Session, frame: int, object_id: int, mask: NDArray[np.bool_]) -> FrameMasks:
        """A drawn mask; it replaces the object's points and box on the frame. Raises ValueError for another shape or type."""
        return await self._ask(operations.add_mask(session, frame, object_id, mask))

    async def update_object(
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
        return await self._ask(operations.update_object(session.session_id, object_id, name, colour, class_id, locked))

    async def remove_object(self, session: Session, object_id: int) -> None:
        """With its prompts and masks."""
        await self._ask(operations.remove_object(session.session_id, object_id))

    async def classes(self) -> list[ObjectClass]:
        """Kinds of things, of the whole server."""
        return await self._ask(operations.classes())

    async def add_class(self, name: str, colour: str | None = None) -> ObjectClass:
        """A new kind; INVALID_INPUT with reason `classTaken` where there is one of this name."""
        return await self._ask(operations.add_class(name, colour))

    async def propagate(
        self,
        session: Session,
        start_frame: int = 0,
        direction: Direction = Direction.BOTH,
        objects: Sequence[int] | None = None,
        first: int | None = None,
        last: int | None = None,
    ) -> AsyncGenerator[FrameMasks, None]:
        """Track, and yield the start frame, then frames as their masks change; ends when tracking is done. `masks` reads them all.

        A frame may come again. A correction changes no more than it must: frames that stay as they are do not come.
        Frames that could not be read are passed over; `session(id).propagation.problem` names them afterwards.

        Tracking starts with the first `next`. It is the server's: leaving the loop does not stop it, `cancel` does. A broken
        line is taken up again as `Patience` says. Raises PropagationFailed, JobCancelled, ConnectionLost.
        """
        cursor = (await self.session(session.session_id)).cursor
        wanted = operations.propagate(session.session_id, start_frame, Direction(direction), objects, first, last)
        following = Following(session.session_id, cursor, await self._ask(wanted), objects, self._patience)
        begin = operations.masks(session.session_id, start_frame, start_frame, objects)
        for frame in await self._ask(begin):
            yield frame
        while not following.is_over:
            try:
                async with contextlib.aclosing(self._frames(following)) as made:
                    async for frame in made:
                        yield frame
                broken = "the stream ended early"
            except transport.LineBroke as error:
                broken = str(error)
            if not following.is_over:
                await asyncio.sleep(following.lost(broken))

    async def cancel(self, session: Session) -> bool:
        """Stop tracking; False where nothing was being tracked. Masks made until then stay."""
        return await self._ask(operations.cancel(session.session_id))

    async def masks(
        self, session: Session, frames: Run | None = None, objects: Sequence[int] | None = None
    ) -> AsyncGenerator[FrameMasks, None]:
        """Stored masks of the frames first to last, read in pages while they are taken."""
        for first, last in operations.pages(session.video.frame_count, frames):
            for frame in await self._ask(operations.masks(session.session_id, first, last, objects)):
                yield frame

    async def export(
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
        job = await self._ask(operations.export(session.session_id, wanted))
        await self._fetch(await self._wait(job), download)
        return wanted.path

    async def _wait(self, job: Job) -> str:
        looks = self._patience.looks()
        while (url := finished_url(job)) is None:
            await asyncio.sleep(next(looks))
            job = await self._ask(operations.job(job.job_id))
        return url

    async def _fetch(self, url: str, download: Download) -> None:
        with transport.our_errors():
            async with self._http.stream("GET", url) as response:
                if response.status_code != 200:
                    await response.aread()
                transport.check_download(response)
                with download:
                    async for piece in response.aiter_bytes():
                        download.write(piece)

    async def _frames(self, following: Following) -> AsyncGenerator[FrameMasks, None]:
        operation = following.operation()
        async with contextlib.aclosing(self._events(operation)) as events:
            async for event in events:
                frame = following.take(event)
                if frame is not None:
                    yield frame
                if following.is_over:
                    return

    async def _events(self, operation: Operation[T]) -> AsyncGenerator[T, None]:
        asked = {"json": operation.body, "timeout": transport.streaming(self._patience)}
        stream = httpx_sse.aconnect_sse(self._http, "POST", transport.GRAPHQL, **asked)
        with transport.our_errors(transport.LineBroke):
            async with stream as source:
                if not transport.is_stream(source.response):
                    await source.response.aread()
                    raise transport.refused_stream(operation, source.response)
                async for sent in source.aiter_sse():
                    value = transport.parsed_event(operation, sent)
                    if value is not None:
                        yield value

    async def _ask(self, operation: Operation[T]) -> T:
        return await self._post(operation, json=operation.body)

    async def _post(self, operation: Operation[T], **sent: Any) -> T:  # noqa: ANN401 - httpx's own
        with transport.our_errors():
            response = await self._http.post(transport.GRAPHQL, **sent)
        return transport.answered(operation, response)
