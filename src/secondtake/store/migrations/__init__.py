"""Alembic migrations of the database; `database/revisions.py` lists them."""
