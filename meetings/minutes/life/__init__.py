"""What becomes of minutes: checked, read by the chair, published, confirmed, signed; what is kept back and opened."""
