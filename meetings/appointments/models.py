"""Tables of meetings.appointments."""
