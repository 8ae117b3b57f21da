"""Words, their times and language, and sentence embeddings."""
