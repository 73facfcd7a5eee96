"""Appointments by vote: candidates, rounds, run-offs, lots, and secret ballots in sealed envelopes."""
