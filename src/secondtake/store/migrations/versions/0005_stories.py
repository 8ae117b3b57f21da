"""Stories: a question may use one, whose outline is then the question's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table and the reference; outlines that are there stay with their questions."""
    op.create_table(
        "stories",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("outline", sa.JSON(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
    )
    # No foreign key: SQLite would need a new table for it, and dropping the old one would empty `asked`.
    op.add_column("questions", sa.Column("story_id", sa.String(), nullable=True))
