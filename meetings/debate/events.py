"""Facts of meetings.debate."""
