"""The journal as it is kept: questions, stories, interviews. Plain values in, plain values out."""
