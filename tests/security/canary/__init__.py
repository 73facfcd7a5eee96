"""Unique words in everything that is not public, and a reader who looks for them everywhere."""
