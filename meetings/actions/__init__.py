"""What was asked for at a meeting and who does it by when."""
