"""Motions, amendments and procedural motions."""
