"""The job posting of an interview, as text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the posting; interviews that are there have none."""
    op.add_column("interviews", sa.Column("posting", sa.String(), nullable=False, server_default=""))
