"""Facts of meetings.proof."""
