"""The likely questions of an interview, as they stood when it began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the list; of interviews that are there it is kept at the next change to the journal."""
    op.add_column("interviews", sa.Column("likely", sa.JSON(none_as_null=True), nullable=True))
