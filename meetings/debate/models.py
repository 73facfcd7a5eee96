"""Tables of meetings.debate."""
