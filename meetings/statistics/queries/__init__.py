"""Reads of what the figures are counted from: a handful of statements, however many meetings and members there are."""
