"""What follows from the facts of meetings.appointments, and its live parts."""
