"""Tables of meetings.interests."""
