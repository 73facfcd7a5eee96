"""Members' interests: the register, declarations at a meeting, dispensations, and who is barred from an item."""
