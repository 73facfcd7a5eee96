"""Pure building blocks that everything else stands on: standard library only."""
