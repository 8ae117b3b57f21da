"""Sessions belong to a person: a couple, or a coach with students, no longer share one "usual"."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the person's name; "" stands for the library's owner, to whom every earlier session belongs."""
    op.add_column("sessions", sa.Column("person", sa.String(), nullable=False, server_default=""))
