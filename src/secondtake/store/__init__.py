"""Storage: database, tracks, media files."""
