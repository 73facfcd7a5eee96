"""The public excluded for an item: the motion's effect, the stop of every public surface, and the return."""
