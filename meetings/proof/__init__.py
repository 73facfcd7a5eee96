"""The proof of the record: its tree of leaves, signed checkpoints, and what anybody can check without us."""
