"""The recording of a meeting beside its agenda: whoever watches finds an item, a speaker, a vote or a word."""
