"""One door for many people, each with a library and a page process of their own (docs/operators.md)."""
