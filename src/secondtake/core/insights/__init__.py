"""From measures and events to habits, co-occurrences and findings."""
