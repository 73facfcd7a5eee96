"""Imports, the demo council and the record viewer."""
