"""The history: edits with the rows that they changed, which triggers keep, and what was said of an object when it was tracked."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Each keeps the old row once per capture and key. No OR IGNORE: the outer statement's conflict policy would override it.
_MASK_TRIGGERS = (
    """
    CREATE TRIGGER capture_mask_insert AFTER INSERT ON masks BEGIN
        INSERT INTO captured_masks (capture_id, frame_index, object_id)
        SELECT capture_id, NEW.frame_index, NEW.object_id FROM recordings AS r
        WHERE r.session_id = NEW.session_id AND NOT EXISTS (
            SELECT 1 FROM captured_masks AS c WHERE c.capture_id = r.capture_id
            AND c.frame_index = NEW.frame_index AND c.object_id = NEW.object_id);
    END
    """,
    """
    CREATE TRIGGER capture_mask_update AFTER UPDATE ON masks
    WHEN OLD.counts IS NOT NEW.counts OR OLD.object_score IS NOT NEW.object_score
        OR OLD.frame_index IS NOT NEW.frame_index OR OLD.object_id IS NOT NEW.object_id BEGIN
        INSERT INTO captured_masks (capture_id, frame_index, object_id, counts, object_score, is_empty)
        SELECT capture_id, OLD.frame_index, OLD.object_id, OLD.counts, OLD.object_score, OLD.is_empty
        FROM recordings AS r WHERE r.session_id = OLD.session_id AND NOT EXISTS (
            SELECT 1 FROM captured_masks AS c WHERE c.capture_id = r.capture_id
            AND c.frame_index = OLD.frame_index AND c.object_id = OLD.object_id);
        INSERT INTO captured_masks (capture_id, frame_index, object_id)
        SELECT capture_id, NEW.frame_index, NEW.object_id FROM recordings AS r
        WHERE r.session_id = NEW.session_id AND NOT EXISTS (
            SELECT 1 FROM captured_masks AS c WHERE c.capture_id = r.capture_id
            AND c.frame_index = NEW.frame_index AND c.object_id = NEW.object_id);
    END
    """,
    """
    CREATE TRIGGER capture_mask_delete AFTER DELETE ON masks BEGIN
        INSERT INTO captured_masks (capture_id, frame_index, object_id, counts, object_score, is_empty)
        SELECT capture_id, OLD.frame_index, OLD.object_id, OLD.counts, OLD.object_score, OLD.is_empty
        FROM recordings AS r WHERE r.session_id = OLD.session_id AND NOT EXISTS (
            SELECT 1 FROM captured_masks AS c WHERE c.capture_id = r.capture_id
            AND c.frame_index = OLD.frame_index AND c.object_id = OLD.object_id);
    END
    """,
    """
    CREATE TRIGGER tracked_ends_with_mask AFTER DELETE ON masks BEGIN
        DELETE FROM tracked_prompts WHERE session_id = OLD.session_id AND object_id = OLD.object_id;
    END
    """,
    """
    CREATE TRIGGER tracked_ends_with_moved_mask AFTER UPDATE OF frame_index, object_id ON masks BEGIN
        DELETE FROM tracked_prompts WHERE session_id = OLD.session_id AND object_id = OLD.object_id;
    END
    """,
)

_OBJECT_COLUMNS = ("name", "colour", "position", "rank", "class_id", "locked", "absent", "accepted")


def upgrade() -> None:
    """Sessions begin without a history."""
    _tracked_prompts()
    _edits()
    _captured()
    for trigger in _MASK_TRIGGERS:
        op.execute(trigger)
    columns = ", ".join(f"'{name}', OLD.{name}" for name in _OBJECT_COLUMNS)
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in ("object_id", *_OBJECT_COLUMNS))
    _capture_rows("objects", "object", "{row}.object_id", "-1", f"json_object({columns})", changed)
    key = "OLD.object_id IS NOT NEW.object_id OR OLD.frame_index IS NOT NEW.frame_index"
    changed = f"OLD.content IS NOT NEW.content OR {key}"
    _capture_rows("prompts", "prompt", "{row}.object_id", "{row}.frame_index", "OLD.content", changed)
    changed = "OLD.said IS NOT NEW.said OR OLD.object_id IS NOT NEW.object_id"
    _capture_rows("tracked_prompts", "tracked", "{row}.object_id", "-1", "OLD.said", changed)
    _capture_session_name()


def _tracked_prompts() -> None:
    op.create_table(
        "tracked_prompts",
        sa.Column("session_id", sa.String(), primary_key=True),
        sa.Column("object_id", sa.Integer(), primary_key=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id", "object_id"], ["objects.session_id", "objects.object_id"], ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )


def _edits() -> None:
    op.create_table(
        "captures",
        sa.Column("capture_id", sa.Integer(), primary_key=True),
        sa.Column("session_id", sa.String(), _of_session(), nullable=False),
    )
    op.create_index("ix_captures_session_id", "captures", ["session_id"])
    op.create_table(
        "recordings",
        sa.Column("session_id", sa.String(), _of_session(), primary_key=True),
        sa.Column("capture_id", sa.Integer(), nullable=False),
    )
    op.create_table(
        "edits",
        sa.Column("session_id", sa.String(), _of_session(), primary_key=True),
        sa.Column("edit_id", sa.Integer(), primary_key=True),
        sa.Column("capture_id", sa.Integer(), _of_capture(), nullable=False, unique=True),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=True),
        sa.Column("object_name", sa.String(), nullable=False),
        sa.Column("first_frame", sa.Integer(), nullable=True),
        sa.Column("last_frame", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sqlite_with_rowid=False,
    )


def _captured() -> None:
    op.create_table(
        "captured_masks",
        sa.Column("capture_id", sa.Integer(), _of_capture(), primary_key=True),
        sa.Column("frame_index", sa.Integer(), primary_key=True),
        sa.Column("object_id", sa.Integer(), primary_key=True),
        sa.Column("counts", sa.LargeBinary(), nullable=True),
        sa.Column("object_score", sa.Float(), nullable=True),
        sa.Column("is_empty", sa.Boolean(), nullable=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "captured_rows",
        sa.Column("capture_id", sa.Integer(), _of_capture(), primary_key=True),
        sa.Column("kind", sa.String(), primary_key=True),
        sa.Column("object_id", sa.Integer(), primary_key=True),
        sa.Column("frame_index", sa.Integer(), primary_key=True),
        sa.Column("content", sa.String(), nullable=True),
        sqlite_with_rowid=False,
    )


def _capture_rows(table: str, kind: str, object_id: str, frame_index: str, content: str, changed: str) -> None:
    """The three triggers of a table whose rows are kept as text. `{row}` stands for OLD or NEW."""

    def keep(row: str, value: str) -> str:
        key = f"{object_id}, {frame_index}".format(row=row)
        one = f"c.object_id = {object_id} AND c.frame_index = {frame_index}".format(row=row)
        return f"""
            INSERT INTO captured_rows (capture_id, kind, object_id, frame_index, content)
            SELECT capture_id, '{kind}', {key}, {value} FROM recordings AS r
            WHERE r.session_id = {row}.session_id AND NOT EXISTS (
                SELECT 1 FROM captured_rows AS c WHERE c.capture_id = r.capture_id AND c.kind = '{kind}' AND {one});
        """

    old, new = keep("OLD", content), keep("NEW", "NULL")
    op.execute(f"CREATE TRIGGER capture_{kind}_insert AFTER INSERT ON {table} BEGIN {new} END")
    op.execute(f"CREATE TRIGGER capture_{kind}_update AFTER UPDATE ON {table} WHEN {changed} BEGIN {old} {new} END")
    op.execute(f"CREATE TRIGGER capture_{kind}_delete AFTER DELETE ON {table} BEGIN {old} END")


def _capture_session_name() -> None:
    op.execute("""
        CREATE TRIGGER capture_session_name AFTER UPDATE OF name ON sessions WHEN OLD.name IS NOT NEW.name BEGIN
            INSERT INTO captured_rows (capture_id, kind, object_id, frame_index, content)
            SELECT capture_id, 'session', -1, -1, OLD.name FROM recordings AS r
            WHERE r.session_id = OLD.session_id AND NOT EXISTS (
                SELECT 1 FROM captured_rows AS c WHERE c.capture_id = r.capture_id AND c.kind = 'session');
        END
    """)


def _of_session() -> sa.ForeignKey:
    return sa.ForeignKey("sessions.session_id", ondelete="CASCADE")


def _of_capture() -> sa.ForeignKey:
    return sa.ForeignKey("captures.capture_id", ondelete="CASCADE")
