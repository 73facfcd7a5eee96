"""Subjects of the figures: each reads what it needs, has it counted, and puts it into tables with their charts."""
