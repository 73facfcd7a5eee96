"""Bringing a council's published meetings over from Modern.Gov."""
