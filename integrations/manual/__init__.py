"""Rooms and broadcasts that somebody makes by hand, anywhere: an address, and what an officer does."""
