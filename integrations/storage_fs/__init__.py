"""Files kept in a folder of this machine."""
