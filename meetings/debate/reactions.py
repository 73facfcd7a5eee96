"""What follows from the facts of meetings.debate, and its live parts."""
