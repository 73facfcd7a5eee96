"""Facts of meetings.interests."""
