"""The broadcast desk: what the public sees of a meeting now, and the one next thing to press."""
