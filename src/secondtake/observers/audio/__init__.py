"""Voice features, speech activity and speakers from the sound."""
