"""Tables of meetings.exclusion."""
