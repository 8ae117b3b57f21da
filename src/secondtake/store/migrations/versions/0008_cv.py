"""The CV that was sent for an interview, as text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the CV; interviews that are there have none."""
    op.add_column("interviews", sa.Column("cv", sa.String(), nullable=False, server_default=""))
