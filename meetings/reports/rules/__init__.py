"""Pure rules of reports: what they hold, what counts as a change, how they stand, when they are due."""
