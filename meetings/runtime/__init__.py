"""How a use case is run, announced and followed up."""
