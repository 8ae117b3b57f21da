"""What the product knows about time, signals, events and measures. Standard library and numpy alone."""
