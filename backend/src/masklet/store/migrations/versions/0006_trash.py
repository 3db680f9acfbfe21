"""Videos and sessions can lie in the trash, whole, until they are brought back or go for good."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing lies in it."""
    op.create_table(
        "trash",
        sa.Column("trash_id", sa.String(), primary_key=True),
        sa.Column("video_id", sa.String(), sa.ForeignKey("videos.video_id", ondelete="CASCADE"), nullable=True),
        sa.Column("session_id", sa.String(), sa.ForeignKey("sessions.session_id", ondelete="CASCADE"), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("deleted_at", sa.Float(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
    )
    op.add_column("videos", sa.Column("trash_id", sa.String(), nullable=True))
    op.add_column("sessions", sa.Column("trash_id", sa.String(), nullable=True))
