"""Reports: written, consulted on, cleared, and accepted on to an agenda."""
