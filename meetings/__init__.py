"""Witan: a council's meetings, from the first notice to the signed minute."""
