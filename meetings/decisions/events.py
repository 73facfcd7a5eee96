"""Facts about decisions."""
