"""What follows from the facts of meetings.proof, and its live parts."""
