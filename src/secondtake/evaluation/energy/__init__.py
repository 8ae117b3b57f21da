"""Energy of voice and movement: changes made to recordings, and what is found of them."""
