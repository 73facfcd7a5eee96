"""A full council of fifty on one contested evening, with everything that may go wrong."""
