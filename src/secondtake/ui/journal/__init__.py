"""The journal's pages in parts: what stands on Questions, Interviews and Today."""
