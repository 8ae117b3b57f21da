"""What the synthetic person does, as functions of time."""
