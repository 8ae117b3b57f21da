"""What a good coach would say about a recording, and when to say nothing."""
