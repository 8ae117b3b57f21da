"""What is kept, and where: database, tracks, media files."""
