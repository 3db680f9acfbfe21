"""The first tables: videos, sessions, objects, prompts, masks, jobs, events."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    _videos()
    _sessions()
    _objects()
    _prompts()
    _masks()
    _jobs()
    _events()


def _videos() -> None:
    op.create_table(
        "videos",
        sa.Column("video_id", sa.String(), primary_key=True),
        sa.Column("path", sa.String(), nullable=False, unique=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("pad_right", sa.Integer(), nullable=False),
        sa.Column("pad_bottom", sa.Integer(), nullable=False),
        sa.Column("frame_count", sa.Integer(), nullable=False),
        sa.Column("rate_numerator", sa.Integer(), nullable=False),
        sa.Column("rate_denominator", sa.Integer(), nullable=False),
        sa.Column("has_audio", sa.Boolean(), nullable=False),
        sa.Column("source_file_name", sa.String(), nullable=False),
        sa.Column("source_width", sa.Integer(), nullable=False),
        sa.Column("source_height", sa.Integer(), nullable=False),
        sa.Column("source_rotation", sa.Integer(), nullable=False),
        sa.Column("source_codec", sa.String(), nullable=False),
        sa.Column("source_container", sa.String(), nullable=False),
        sa.Column("source_start_s", sa.Float(), nullable=False),
        sa.Column("sample_rank", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.Float(), nullable=False),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.String(), primary_key=True),
        sa.Column("video_id", sa.String(), sa.ForeignKey("videos.video_id", ondelete="CASCADE"), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("updated_at", sa.Float(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
    )
    op.create_index("ix_sessions_video_id", "sessions", ["video_id"])


def _objects() -> None:
    op.create_table(
        "objects",
        _session_key(),
        sa.Column("object_id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
    )


def _prompts() -> None:
    op.create_table(
        "prompts",
        sa.Column("session_id", sa.String(), primary_key=True),
        sa.Column("object_id", sa.Integer(), primary_key=True),
        sa.Column("frame_index", sa.Integer(), primary_key=True),
        sa.Column("content", sa.String(), nullable=False),
        _of_object(),
    )


def _masks() -> None:
    op.create_table(
        "masks",
        sa.Column("session_id", sa.String(), primary_key=True),
        sa.Column("frame_index", sa.Integer(), primary_key=True),
        sa.Column("object_id", sa.Integer(), primary_key=True),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.Column("object_score", sa.Float(), nullable=False),
        sa.Column("is_empty", sa.Boolean(), nullable=False),
        _of_object(),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_masks_runs", "masks", ["session_id", "object_id", "frame_index", "is_empty"])


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("job_id", sa.String(), primary_key=True),
        sa.Column("session_id", sa.String(), sa.ForeignKey("sessions.session_id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("cancelling", sa.Boolean(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Float(), nullable=True),
        sa.Column("error_code", sa.String(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("finished_at", sa.Float(), nullable=True),
    )
    op.create_index("ix_jobs_session_id", "jobs", ["session_id"])
    op.create_index("ix_jobs_state", "jobs", ["state"])


def _events() -> None:
    op.create_table(
        "events",
        _session_key(),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("subject", sa.String(), primary_key=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_events_seq", "events", ["session_id", "seq"])


def _session_key() -> sa.Column[str]:
    reference = sa.ForeignKey("sessions.session_id", ondelete="CASCADE")
    return sa.Column("session_id", sa.String(), reference, primary_key=True)


def _of_object() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["session_id", "object_id"], ["objects.session_id", "objects.object_id"], ondelete="CASCADE"
    )
