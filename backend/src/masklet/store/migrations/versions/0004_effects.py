"""Sessions get a stack of effects, which the history keeps like any other row."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No session has one."""
    op.create_table(
        "effects",
        sa.Column(
            "session_id", sa.String(), sa.ForeignKey("sessions.session_id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("content", sa.String(), nullable=False),
    )
    _capture("INSERT", "NEW", "NULL")
    _capture("UPDATE", "OLD", "OLD.content", "WHEN OLD.content IS NOT NEW.content")
    _capture("DELETE", "OLD", "OLD.content")


def _capture(event: str, row: str, content: str, when: str = "") -> None:
    """The row as it was before, once per capture; NULL where there was none."""
    op.execute(f"""
        CREATE TRIGGER capture_effects_{event.lower()} AFTER {event} ON effects {when} BEGIN
            INSERT INTO captured_rows (capture_id, kind, object_id, frame_index, content)
            SELECT capture_id, 'effects', -1, -1, {content} FROM recordings AS r
            WHERE r.session_id = {row}.session_id AND NOT EXISTS (
                SELECT 1 FROM captured_rows AS c WHERE c.capture_id = r.capture_id AND c.kind = 'effects');
        END
    """)
