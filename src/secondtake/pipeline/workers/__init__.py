"""The processes that observe a recording: pool, worker process, messages."""
