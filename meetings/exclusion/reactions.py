"""What follows from the facts of meetings.exclusion, and its live parts."""
