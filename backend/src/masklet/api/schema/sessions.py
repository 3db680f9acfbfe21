"""Sessions, objects and prompts as GraphQL types. A session is read back only as far as a query asks."""

from functools import cached_property

import strawberry

from masklet.api.context import Context, Info
from masklet.api.schema.history import Edit, edit
from masklet.api.schema.jobs import Job, job
from masklet.api.schema.videos import Video, video
from masklet.domain import session as domain
from masklet.domain import video as domain_video
from masklet.domain.access import Right
from masklet.service.interfaces import MaskSummary, PromptRow, Services, SessionOverview, SessionSnapshot


@strawberry.type
class TrackedObject:
    object_id: int
    number: int = strawberry.field(description="Its number in files, from 1; never another object's of the session.")
    name: str
    colour: str
    class_id: int | None
    locked: bool = strawberry.field(description="It takes no prompt, and is not tracked, removed, merged or split.")
    absent: list[list[int]] = strawberry.field(description="[first, last] frames marked as without the object")
    accepted: list[list[int]] = strawberry.field(description="[first, last] frames whose masks a person accepted")


@strawberry.type
class Prompt:
    object_id: int
    frame_index: int
    points: list[list[float]]
    labels: list[int]
    box: list[float] | None = strawberry.field(description="[x0, y0, x1, y1] in 0..1")
    has_mask: bool = strawberry.field(description="Whether it is a drawn mask, alone or with points and a box.")


@strawberry.type
class MaskletSummary:
    object_id: int
    runs: list[list[int]] = strawberry.field(description="[first, last] frames with a mask")


class SessionReading:
    """One session: its overview, with the cursor, is read first; the rest later, at most once, when a field needs it.

    So nothing that is shown is older than the cursor.
    """

    def __init__(self, overview: SessionOverview, context: Context) -> None:
        self.overview = overview
        self._context = context

    @cached_property
    def snapshot(self) -> SessionSnapshot:
        """Everything but the masks."""
        return self._context.services.sessions.snapshot(self.overview.session.session_id)


@strawberry.type
class Session:
    reading: strawberry.Private[SessionReading]
    session_id: str
    name: str
    engine: str
    created_at: float
    updated_at: float

    @strawberry.field
    def video(self, info: Info) -> Video:
        return video(self.reading.overview.video, info.context)

    @strawberry.field(description="What whoever asks may do in it.")
    def right(self) -> Right:
        return self.reading.overview.right

    @strawberry.field(description="In the order in which they are drawn, bottom first.")
    def objects(self) -> list[TrackedObject]:
        return [tracked_object(known) for known in self.reading.overview.objects]

    @strawberry.field
    def prompts(self) -> list[Prompt]:
        snapshot = self.reading.snapshot
        return [prompt(row, snapshot.video) for row in snapshot.prompts]

    @strawberry.field
    def masklets(self) -> list[MaskletSummary]:
        return [masklet_summary(known) for known in self.reading.snapshot.masks]

    @strawberry.field(description="The newest propagation, running or ended.")
    def propagation(self, info: Info) -> Job | None:
        known = self.reading.overview.job
        return None if known is None else job(known, info.context)

    @strawberry.field(
        description="How many masks there are, one for each object and frame that has one, empty ones too; cheap."
    )
    def masked_frames(self) -> int:
        return self.reading.overview.masked_frames

    @strawberry.field(
        description="Whether it has a history, done or undone: one without objects may still be undone to some."
    )
    def edited(self) -> bool:
        return self.reading.overview.edited

    @strawberry.field(
        description="Whether the device holds nothing of it: the next touch brings it back, which takes a moment."
    )
    def asleep(self) -> bool:
        return self.reading.overview.asleep

    @strawberry.field
    def exports(self, info: Info) -> list[Job]:
        return [job(known, info.context) for known in info.context.services.exports.of_session(self.session_id)]

    @strawberry.field(description="A JSON list of layers, bottom to top; null where none were ever chosen.")
    def effects(self, info: Info) -> str | None:
        return info.context.services.effects.get(self.session_id)

    @strawberry.field(description="Oldest first; undone edits last.")
    def history(self, info: Info) -> list[Edit]:
        return [edit(known) for known in info.context.services.history.all(self.session_id)]

    @strawberry.field(description="Subscribe to sessionEvents after this and nothing is missed.")
    def cursor(self) -> int:
        return self.reading.overview.cursor


def session(overview: SessionOverview, context: Context) -> Session:
    """A session whose further parts are read when they are asked for."""
    known = overview.session
    return Session(
        reading=SessionReading(overview, context),
        session_id=known.session_id,
        name=known.name,
        engine=known.engine,
        created_at=known.created_at,
        updated_at=known.updated_at,
    )


def clip_of(services: Services, session_id: str) -> domain_video.Video:
    """The video that a session annotates. Raises SessionNotFound."""
    return services.videos.get(services.sessions.get(session_id).video_path)


def tracked_object(known: domain.TrackedObject) -> TrackedObject:
    """An object as a person sees it."""
    return TrackedObject(
        object_id=known.object_id,
        number=known.number_in_files,
        name=known.name,
        colour=known.colour,
        class_id=known.class_id,
        locked=known.locked,
        absent=[[first, last] for first, last in known.absent],
        accepted=[[first, last] for first, last in known.accepted],
    )


def prompt(row: PromptRow, clip: domain_video.Video) -> Prompt:
    """A prompt in normalised coordinates."""
    box = row.prompt.box
    return Prompt(
        object_id=row.object_id,
        frame_index=row.frame_index,
        points=[[point.x / clip.width, point.y / clip.height] for point in row.prompt.points],
        labels=[point.label for point in row.prompt.points],
        box=None
        if box is None
        else [box.x0 / clip.width, box.y0 / clip.height, box.x1 / clip.width, box.y1 / clip.height],
        has_mask=row.prompt.mask is not None,
    )


def masklet_summary(known: MaskSummary) -> MaskletSummary:
    """Where an object has masks."""
    return MaskletSummary(object_id=known.object_id, runs=[[first, last] for first, last in known.runs])
