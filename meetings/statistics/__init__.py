"""What councils count by hand today: attendance, votes, time, decisions, deadlines kept."""
