"""Decisions as records: who decided what and why, whether it may be called in, and from when it stands."""
