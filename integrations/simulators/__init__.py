"""Stand-ins for Zoom, Teams and YouTube on this machine: to try the product, and to test it, without any account."""
