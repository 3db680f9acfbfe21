"""Objects get a z-order, a class, a lock, and the frames that a person marked as absent or accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Objects stay in the order in which they were made."""
    op.create_table(
        "classes",
        sa.Column("class_id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False, unique=True),
        sa.Column("colour", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
    )
    op.add_column("objects", sa.Column("rank", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("objects", sa.Column("class_id", sa.Integer(), nullable=True))
    op.add_column("objects", sa.Column("locked", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("objects", sa.Column("absent", sa.String(), nullable=False, server_default="[]"))
    op.add_column("objects", sa.Column("accepted", sa.String(), nullable=False, server_default="[]"))
    op.execute("UPDATE objects SET rank = position")
