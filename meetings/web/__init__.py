"""What every door on the web shares."""
