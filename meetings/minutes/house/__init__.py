"""House style as bodies choose it, and the numbers that their minutes take."""
