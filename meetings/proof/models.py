"""Tables of meetings.proof."""
