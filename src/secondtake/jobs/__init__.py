"""Work that goes on behind the page: a table of jobs (the truth), a queue that wakes workers, the workers."""
