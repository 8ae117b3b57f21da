"""The synthetic person's behaviour, as functions of time."""
