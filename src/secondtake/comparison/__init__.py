"""Sessions, takes and habits compared over time, from the store."""
