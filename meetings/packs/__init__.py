"""Agenda packs: one PDF per audience, with the same page numbers on paper and on screen."""
