"""What a meeting leaves behind besides minutes: attendance returns, registers of votes and of interests declared."""
