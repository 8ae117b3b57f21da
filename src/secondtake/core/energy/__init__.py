"""Low-energy segments, a session's energy profile, and the vocal and movement features they rest on."""
