"""Remote rooms on the council's own machine: Janus' VideoRoom, reached on loopback alone."""
