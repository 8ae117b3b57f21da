"""Background analysis: a table of jobs, a queue that wakes workers, and the workers."""
