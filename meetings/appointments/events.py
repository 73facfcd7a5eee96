"""Facts of meetings.appointments."""
