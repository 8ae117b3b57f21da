"""Two passes in one direction: observe (slow, touches the world), then judge (fast, pure)."""
