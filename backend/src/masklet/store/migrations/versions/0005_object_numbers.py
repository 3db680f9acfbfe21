"""Objects get a number for files, which is never given to another object of the session, even when its id is."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_COLUMNS = ("name", "colour", "position", "rank", "class_id", "locked", "absent", "accepted", "number")


def upgrade() -> None:
    """Numbers are from 1, as they were given in exports so far: the id and one."""
    op.create_table(
        "object_numbers",
        sa.Column(
            "session_id", sa.String(), sa.ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("number", sa.Integer(), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.add_column("objects", sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    for trigger in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER capture_object_{trigger}")
    op.execute("UPDATE objects SET number = object_id + 1")
    op.execute("INSERT INTO object_numbers (session_id, number) SELECT session_id, number FROM objects")
    columns = ", ".join(f"'{name}', OLD.{name}" for name in _COLUMNS)
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in ("object_id", *_COLUMNS))
    old, new = _keep("OLD", f"json_object({columns})"), _keep("NEW", "NULL")
    op.execute(f"CREATE TRIGGER capture_object_insert AFTER INSERT ON objects BEGIN {new} END")
    op.execute(f"CREATE TRIGGER capture_object_update AFTER UPDATE ON objects WHEN {changed} BEGIN {old} {new} END")
    op.execute(f"CREATE TRIGGER capture_object_delete AFTER DELETE ON objects BEGIN {old} END")


def _keep(row: str, content: str) -> str:
    """The row as it was before, once per capture, as 0003 has it."""
    return f"""
        INSERT INTO captured_rows (capture_id, kind, object_id, frame_index, content)
        SELECT capture_id, 'object', {row}.object_id, -1, {content} FROM recordings AS r
        WHERE r.session_id = {row}.session_id AND NOT EXISTS (
            SELECT 1 FROM captured_rows AS c WHERE c.capture_id = r.capture_id AND c.kind = 'object'
            AND c.object_id = {row}.object_id AND c.frame_index = -1);
    """
