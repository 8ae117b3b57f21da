"""Revisions of the database's tables, oldest first. How to add one: `store/migrations/README.md`."""

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
HEAD = REVISIONS[-1]
