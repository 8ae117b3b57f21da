"""Every change the database ever went through, oldest first. How to add one: `README.md` beside this file."""

REVISIONS = ("0001", "0002", "0003")
HEAD = REVISIONS[-1]
