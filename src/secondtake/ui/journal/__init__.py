"""Parts of the journal's pages: Questions, Interviews and Today."""
