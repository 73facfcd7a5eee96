"""Minutes: drafted from the record, edited, approved, published, confirmed."""
