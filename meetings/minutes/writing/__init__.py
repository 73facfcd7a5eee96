"""Writing minutes together: corrections of the record, where each block comes from, phrases, comments, presence."""
