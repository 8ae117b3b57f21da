"""Models that watch and listen: a recording in, tracks and words out."""
