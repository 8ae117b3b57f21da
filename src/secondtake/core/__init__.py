"""Domain values and pure analysis. Standard library and numpy; scipy inside functions."""
