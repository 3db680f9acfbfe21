"""Sessions and clips belong to somebody, or as all so far to nobody; links that share a session."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nullable columns: neither table is made anew, so the triggers of the history stay."""
    op.add_column("videos", sa.Column("owner", sa.String(), nullable=True))
    op.add_column("sessions", sa.Column("owner", sa.String(), nullable=True))
    op.create_table(
        "share_links",
        sa.Column("share_id", sa.String(), primary_key=True),
        sa.Column("session_id", sa.String(), sa.ForeignKey("sessions.session_id", ondelete="CASCADE"), nullable=False),
        sa.Column("secret", sa.String(), nullable=False, unique=True),
        sa.Column("right", sa.String(), nullable=False),
        sa.Column("created_at", sa.Float(), nullable=False),
    )
    op.create_index("ix_share_links_session_id", "share_links", ["session_id"])
