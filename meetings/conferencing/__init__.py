"""Remote rooms and broadcasts of a meeting: arranged, run, held and ended; who was connected."""
