"""The tables, as typed rows. Knows names, keys and types of columns; nothing of what the rows mean together."""

from typing import ClassVar

from sqlalchemy import Float, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The schema that the migrations lead to; a test compares the two."""

    type_annotation_map: ClassVar = {float: Float()}


class VideoRow(Base):
    """A normalised clip. `video_id` names its folder; `sample_rank` orders gallery clips and is NULL for uploads.

    `owner` is the key of the person whom it belongs to, NULL: nobody, as samples do.
    `trash_id` names the deletion that it lies in the trash by, NULL otherwise: what has one is seen by the trash alone.
    """

    __tablename__ = "videos"

    video_id: Mapped[str] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    pad_right: Mapped[int]
    pad_bottom: Mapped[int]
    frame_count: Mapped[int]
    rate_numerator: Mapped[int]
    rate_denominator: Mapped[int]
    has_audio: Mapped[bool]
    source_file_name: Mapped[str]
    source_width: Mapped[int]
    source_height: Mapped[int]
    source_rotation: Mapped[int]
    source_codec: Mapped[str]
    source_container: Mapped[str]
    source_start_s: Mapped[float]
    sample_rank: Mapped[int | None]
    created_at: Mapped[float]
    owner: Mapped[str | None]
    trash_id: Mapped[str | None]


class SessionRow(Base):
    """One user's annotation of one video. `last_seq` is the cursor of its newest event and only grows; `owner` and `trash_id` as VideoRow's."""

    __tablename__ = "sessions"

    session_id: Mapped[str] = mapped_column(primary_key=True)
    video_id: Mapped[str] = mapped_column(ForeignKey("videos.video_id", ondelete="CASCADE"), index=True)
    engine: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[float]
    updated_at: Mapped[float]
    last_seq: Mapped[int]
    owner: Mapped[str | None]
    trash_id: Mapped[str | None]


class ShareLinkRow(Base):
    """A link that gives a right ("READ" or "EDIT") in a session. The secret is kept as it is: people want to see it again."""

    __tablename__ = "share_links"

    share_id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.session_id", ondelete="CASCADE"), index=True)
    secret: Mapped[str] = mapped_column(unique=True)
    right: Mapped[str]
    created_at: Mapped[float]


class ObjectRow(Base):
    """A tracked object. `position` is never used twice in a session, even when an id is; `rank` is the z-order, lowest first.

    `absent` and `accepted` are runs of frames, [[first, last], ...] as JSON. `class_id` may be of a class that was
    removed meanwhile (undo brings objects back as they were): it means none then. `number` is the object's in files, from 1.
    """

    __tablename__ = "objects"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    colour: Mapped[str]
    position: Mapped[int]
    rank: Mapped[int]
    class_id: Mapped[int | None]
    locked: Mapped[bool]
    absent: Mapped[str]
    accepted: Mapped[str]
    number: Mapped[int]


class ObjectNumberRow(Base):
    """A number that an object of the session has or had, and no other gets. Undo takes none back: it may be in a file."""

    __tablename__ = "object_numbers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)


class EffectsRow(Base):
    """A session's stack of effects as JSON (domain/effects.py). A session without a row never had one chosen."""

    __tablename__ = "effects"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[str]


class ClassRow(Base):
    """A class of objects, of the whole project. `rank` orders them."""

    __tablename__ = "classes"

    class_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    colour: Mapped[str]
    rank: Mapped[int]


class PromptRow(Base):
    """Everything said about one object on one frame, as JSON."""

    __tablename__ = "prompts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "object_id"], ["objects.session_id", "objects.object_id"], ondelete="CASCADE"
        ),
    )

    session_id: Mapped[str] = mapped_column(primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True)
    frame_index: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str]


class MaskRow(Base):
    """One object on one frame: COCO counts as bytes; the size is the video's. Clustered by frame, as masks are read.

    The index answers "where does this object have masks" without touching the masks themselves.
    """

    __tablename__ = "masks"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "object_id"], ["objects.session_id", "objects.object_id"], ondelete="CASCADE"
        ),
        Index("ix_masks_runs", "session_id", "object_id", "frame_index", "is_empty"),
        {"sqlite_with_rowid": False},
    )

    session_id: Mapped[str] = mapped_column(primary_key=True)
    frame_index: Mapped[int] = mapped_column(primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True)
    counts: Mapped[bytes]
    object_score: Mapped[float]
    is_empty: Mapped[bool]


class JobRow(Base):
    """Work that outlives its request. `request` (JSON) is all that is needed to go on with it after a restart."""

    __tablename__ = "jobs"

    job_id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.session_id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    cancelling: Mapped[bool]
    request: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    rate: Mapped[float | None]
    error_code: Mapped[str | None]
    error: Mapped[str | None]
    file_name: Mapped[str | None]
    created_at: Mapped[float]
    finished_at: Mapped[float | None]


class EventRow(Base):
    """The newest change of each subject of a session (a frame, its objects, a job), with its cursor `seq`.

    Keeping one row a subject bounds the log by the length of the video, and replays each frame once.
    """

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_seq", "session_id", "seq"), {"sqlite_with_rowid": False})

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int]


class TrackedPromptsRow(Base):
    """What was said of an object when it was last tracked through the whole video: digests of prompts by frame, as JSON.

    It is part of what an edit changes, so after an undo it says what was tracked of the masks that are there then. A
    trigger removes it with any mask of the object: what was tracked is not known whole any more.
    """

    __tablename__ = "tracked_prompts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["session_id", "object_id"], ["objects.session_id", "objects.object_id"], ondelete="CASCADE"
        ),
        {"sqlite_with_rowid": False},
    )

    session_id: Mapped[str] = mapped_column(primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True)
    said: Mapped[str]


class CaptureRow(Base):
    """One side of an edit: rows as they were before it while it is done, as they were after it while it is undone."""

    __tablename__ = "captures"

    capture_id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.session_id", ondelete="CASCADE"), index=True)


class EditRow(Base):
    """One line of a session's history. `edit_id` is a cursor not given to any event, so never reused; `job_id` of tracking."""

    __tablename__ = "edits"
    __table_args__ = ({"sqlite_with_rowid": False},)

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True)
    edit_id: Mapped[int] = mapped_column(primary_key=True)
    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.capture_id", ondelete="CASCADE"), unique=True)
    job_id: Mapped[str | None]
    kind: Mapped[str]
    object_id: Mapped[int | None]
    object_name: Mapped[str]
    first_frame: Mapped[int | None]
    last_frame: Mapped[int | None]
    detail: Mapped[str]
    created_at: Mapped[float]
    undone: Mapped[bool]


class CapturedMaskRow(Base):
    """A mask of a capture; NULLs where there was none."""

    __tablename__ = "captured_masks"
    __table_args__ = ({"sqlite_with_rowid": False},)

    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.capture_id", ondelete="CASCADE"), primary_key=True)
    frame_index: Mapped[int] = mapped_column(primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True)
    counts: Mapped[bytes | None]
    object_score: Mapped[float | None]
    is_empty: Mapped[bool | None]


class CapturedRow(Base):
    """Another row of a capture: an "object" (its columns as JSON), a "prompt", what was "tracked", the "effects", or the "session" (its name).

    `content` is NULL where there was none; ids that the kind has not are -1.
    """

    __tablename__ = "captured_rows"
    __table_args__ = ({"sqlite_with_rowid": False},)

    capture_id: Mapped[int] = mapped_column(ForeignKey("captures.capture_id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True)
    frame_index: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str | None]


class RecordingRow(Base):
    """Names the capture that triggers fill with the rows that a transaction changes. Never outlives the transaction."""

    __tablename__ = "recordings"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True)
    capture_id: Mapped[int]


class TrashRow(Base):
    """A deletion that can be taken back: of a video with the sessions that bear its id, or of a session. `size` in bytes."""

    __tablename__ = "trash"

    trash_id: Mapped[str] = mapped_column(primary_key=True)
    video_id: Mapped[str | None] = mapped_column(ForeignKey("videos.video_id", ondelete="CASCADE"))
    session_id: Mapped[str | None] = mapped_column(ForeignKey("sessions.session_id", ondelete="CASCADE"))
    name: Mapped[str]
    deleted_at: Mapped[float]
    size: Mapped[int]
