"""The forward plan: key decisions, private-meeting notices and the exceptions to both."""
