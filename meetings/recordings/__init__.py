"""Recordings of meetings, their captions and chapters: fetched, kept or deleted, linked to the record."""
