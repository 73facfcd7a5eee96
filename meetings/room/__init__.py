"""The live meeting: who is here and what is being taken."""
