"""Facts of meetings.exclusion."""
