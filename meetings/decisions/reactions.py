"""What follows from decisions."""
