"""What follows from the facts of meetings.interests, and its live parts."""
