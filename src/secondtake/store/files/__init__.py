"""The home folder, its locks, and storage errors."""
