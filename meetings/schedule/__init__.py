"""Meetings in the calendar and their life cycle."""
