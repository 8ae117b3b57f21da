"""Voice features, speech activity and speaker embeddings from the sound."""
