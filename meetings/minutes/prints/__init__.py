"""The forms in which minutes are given out beside the page: PDF, Word, open data."""
