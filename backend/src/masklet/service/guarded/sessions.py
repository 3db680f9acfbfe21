"""Sessions, their lists, events, prompts, effects, history and tracking, guarded."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from masklet.domain.access import Right
from masklet.domain.history import Edit
from masklet.domain.masklet import FrameMasks, ObjectMask, Rle
from masklet.domain.prompt import Box, Point, Prompt
from masklet.domain.session import Direction, Job, Session, TrackedObject
from masklet.service.guarded.gate import Gate, Rights
from masklet.service.interfaces import (
    Effects,
    Events,
    PlannedStretch,
    Prompts,
    Propagations,
    SessionEvent,
    SessionOverview,
    SessionSnapshot,
)
from masklet.service.object_interfaces import History
from masklet.service.overviews import OverviewDesk
from masklet.service.session_desk import SessionDesk

READ, EDIT, OWN = Right.READ, Right.EDIT, Right.OWN


class GuardedSessions:
    """Implements Sessions."""

    def __init__(self, gate: Gate, desk: SessionDesk) -> None:
        self._gate, self._desk = gate, desk

    def start(self, video_path: str, engine: str | None, image_size: int | None = None) -> Session:
        self._gate.video(video_path, READ)
        self._gate.something_of_their_own()
        return self._desk.start(video_path, engine, image_size, self._gate.principal.owner)

    def duplicate(self, session_id: str, name: str | None) -> Session:
        self._gate.session(session_id, READ)
        self._gate.something_of_their_own()
        return self._desk.duplicate(session_id, name, self._gate.principal.owner)

    def all(self, video_path: str | None) -> list[Session]:
        if video_path is not None:
            self._gate.video(video_path, READ)
        rights = self._gate.rights()
        return [session for session in self._desk.all(video_path) if rights(session)]

    def get(self, session_id: str) -> Session:
        self._gate.session(session_id, READ)
        return self._desk.get(session_id)

    def snapshot(self, session_id: str) -> SessionSnapshot:
        self._gate.session(session_id, READ)
        return self._desk.snapshot(session_id)

    def rename(self, session_id: str, name: str) -> Session:
        self._gate.session(session_id, EDIT)
        return self._desk.rename(session_id, name)

    def close(self, session_id: str) -> bool:
        if not self._gate.sees_session(session_id):
            return False
        self._gate.session(session_id, EDIT)
        return self._desk.close(session_id)

    def delete(self, session_id: str) -> str | None:
        self._gate.session(session_id, OWN)
        return self._desk.delete(session_id)

    def update_object(self, session_id: str, object_id: int, name: str | None, colour: str | None) -> TrackedObject:
        self._gate.session(session_id, EDIT)
        return self._desk.update_object(session_id, object_id, name, colour)

    def remove_object(self, session_id: str, object_id: int) -> list[FrameMasks]:
        self._gate.session(session_id, EDIT)
        return self._desk.remove_object(session_id, object_id)

    def masks(self, session_id: str, object_ids: Sequence[int] | None, start: int, stop: int) -> Iterator[FrameMasks]:
        self._gate.session(session_id, READ)
        return self._desk.masks(session_id, object_ids, start, stop)

    def frame_masks(self, session_id: str, frame_index: int) -> FrameMasks:
        self._gate.session(session_id, READ)
        return self._desk.frame_masks(session_id, frame_index)


class GuardedOverviews:
    """Implements Overviews."""

    def __init__(self, gate: Gate, desk: OverviewDesk) -> None:
        self._gate, self._desk = gate, desk

    def all(self, video_path: str | None) -> list[SessionOverview]:
        if video_path is not None:
            self._gate.video(video_path, READ)
        rights = self._gate.rights()
        return [_with(one, rights) for one in self._desk.all(video_path, lambda session: rights(session) is not None)]

    def get(self, session_id: str) -> SessionOverview:
        right = self._gate.session(session_id, READ)
        return replace(self._desk.get(session_id), right=right)


def _with(overview: SessionOverview, rights: Rights) -> SessionOverview:
    return replace(overview, right=rights(overview.session) or READ)


class GuardedEffects:
    """Implements Effects."""

    def __init__(self, gate: Gate, desk: Effects) -> None:
        self._gate, self._desk = gate, desk

    def get(self, session_id: str) -> str | None:
        self._gate.session(session_id, READ)
        return self._desk.get(session_id)

    def set(self, session_id: str, stack: str) -> None:
        self._gate.session(session_id, EDIT)
        self._desk.set(session_id, stack)


class GuardedPrompts:
    """Implements Prompts. Candidates are a step of editing, and cost as much."""

    def __init__(self, gate: Gate, desk: Prompts) -> None:
        self._gate, self._desk = gate, desk

    def set_points(
        self, session_id: str, object_id: int, frame_index: int, points: Sequence[Point], clear_old: bool
    ) -> FrameMasks:
        self._gate.session(session_id, EDIT)
        return self._desk.set_points(session_id, object_id, frame_index, points, clear_old)

    def set_box(self, session_id: str, object_id: int, frame_index: int, box: Box) -> FrameMasks:
        self._gate.session(session_id, EDIT)
        return self._desk.set_box(session_id, object_id, frame_index, box)

    def set_mask(self, session_id: str, object_id: int, frame_index: int, mask: Rle) -> FrameMasks:
        self._gate.session(session_id, EDIT)
        return self._desk.set_mask(session_id, object_id, frame_index, mask)

    def candidates(self, session_id: str, frame_index: int, prompt: Prompt, most: int) -> tuple[ObjectMask, ...]:
        self._gate.session(session_id, EDIT)
        return self._desk.candidates(session_id, frame_index, prompt, most)

    def clear_frame(self, session_id: str, object_id: int, frame_index: int) -> FrameMasks:
        self._gate.session(session_id, EDIT)
        return self._desk.clear_frame(session_id, object_id, frame_index)

    def clear_video(self, session_id: str) -> None:
        self._gate.session(session_id, EDIT)
        self._desk.clear_video(session_id)


class GuardedPropagations:
    """Implements Propagations."""

    def __init__(self, gate: Gate, desk: Propagations) -> None:
        self._gate, self._desk = gate, desk

    def start(
        self,
        session_id: str,
        start: int,
        stop: int | None,
        direction: Direction,
        object_ids: Sequence[int] | None,
        first: int | None = None,
    ) -> Job:
        self._gate.session(session_id, EDIT)
        return self._desk.start(session_id, start, stop, direction, object_ids, first)

    def plan(
        self,
        session_id: str,
        start: int,
        stop: int | None,
        direction: Direction,
        object_ids: Sequence[int] | None,
        first: int | None = None,
    ) -> tuple[PlannedStretch, ...]:
        self._gate.session(session_id, READ)
        return self._desk.plan(session_id, start, stop, direction, object_ids, first)

    def cancel(self, session_id: str) -> bool:
        self._gate.session(session_id, EDIT)
        return self._desk.cancel(session_id)

    def follow(self, job_id: str) -> Iterator[tuple[FrameMasks, int, int] | None]:
        self._gate.job(job_id, READ)
        return self._gate.while_allowed(self._desk.follow(job_id), lambda: self._gate.job(job_id, READ))


class GuardedEvents:
    """Implements Events."""

    def __init__(self, gate: Gate, desk: Events) -> None:
        self._gate, self._desk = gate, desk

    def follow(self, session_id: str, after: int) -> Iterator[SessionEvent | None]:
        self._gate.session(session_id, READ)
        return self._gate.while_allowed(
            self._desk.follow(session_id, after), lambda: self._gate.session_while_there(session_id)
        )


class GuardedHistory:
    """Implements History."""

    def __init__(self, gate: Gate, desk: History) -> None:
        self._gate, self._desk = gate, desk

    def all(self, session_id: str) -> tuple[Edit, ...]:
        self._gate.session(session_id, READ)
        return self._desk.all(session_id)

    def undo(self, session_id: str) -> Edit | None:
        self._gate.session(session_id, EDIT)
        return self._desk.undo(session_id)

    def redo(self, session_id: str) -> Edit | None:
        self._gate.session(session_id, EDIT)
        return self._desk.redo(session_id)

    def go_to(self, session_id: str, edit_id: int | None) -> None:
        self._gate.session(session_id, EDIT)
        self._desk.go_to(session_id, edit_id)

    def restore(self, session_id: str, object_id: int, edit_id: int | None) -> None:
        self._gate.session(session_id, EDIT)
        self._desk.restore(session_id, object_id, edit_id)
