"""Broadcasts on a council's YouTube channel."""
